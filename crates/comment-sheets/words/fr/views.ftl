# Ce que disent la participation et le calendrier.

participation-sealed =
    { $count ->
        [one] Les contributions sont scellées : { $count } État a déposé la sienne.
       *[other] Les contributions sont scellées : { $count } États ont déposé la leur.
    }
participation-counts = Sur { $invited } États invités, { $lodged } ont déposé des observations, { $no_objection } ont déclaré ne pas avoir d’objection, { $aligned } se sont associés à d’autres, { $through_group } ont été représentés par leur groupe, { $acknowledged } ont accusé réception de l’invitation et { $silent } sont silencieux ou sans attribution.
participation-left =
    { $count ->
        [0] Il reste moins d’un jour.
        [one] Il reste { $count } jour.
       *[other] Il reste { $count } jours.
    }
participation-nobody = Personne ne s’est exprimé sur un paragraphe, pour autant que vous puissiez le savoir.
participation-unheard = { $area } ({ $invited } invités) : personne ne s’est exprimé sur un paragraphe, pour autant que vous puissiez le savoir.
participation-unheard-on =
    { $count ->
        [one] { $area } ({ $invited } invités) : personne ne s’est exprimé sur le paragraphe { $paragraphs }, pour autant que vous puissiez le savoir.
       *[other] { $area } ({ $invited } invités) : personne ne s’est exprimé sur les paragraphes { $paragraphs }, pour autant que vous puissiez le savoir.
    }
participation-more = et { $count } de plus

calendar-comment = Les observations faites jusqu’au { $at } peuvent recevoir une réponse avec les autres.
calendar-dispose = Les décisions soumises au silence jusqu’au { $at } sont publiées avant que le texte y soit soumis.
calendar-circulate = Une révision distribuée jusqu’au { $at } peut encore être soumise au silence avant : { $event }.
calendar-open-silence = Un silence ouvert jusqu’au { $at } se termine avant : { $event }.
calendar-consultation-closes = La consultation se termine le { $at }.
calendar-cut-off = À partir du { $at }, ce qui diverge encore est publié comme sans position commune.
calendar-package-ends = Le silence sur un ensemble de décisions se termine le { $at }.
calendar-silence-ends = Le silence sur le texte se termine le { $at }.
calendar-key-event = { $event } commence le { $at }.
calendar-short-notice = Il est trop tard pour les délais ordinaires ; avec les plus courts, il reste du temps jusqu’au { $latest }.
calendar-too-late = Il est trop tard pour cela.
calendar-still-close-early = La consultation peut être close plus tôt, avec un préavis de 48 heures.
calendar-still-short-package = Les décisions peuvent être soumises au silence pendant 24 heures au lieu de 72.
calendar-still-urgency = La présidence peut déclarer l’urgence : 24 heures de silence au lieu de 72.
calendar-still-cut-off = Une date limite peut être fixée : dès lors, qui se tait suit les autres, et ce qui diverge reste sans position commune.
calendar-still-defer = Des observations peuvent rester ouvertes, chacune avec un motif.
calendar-still-note-late = Les observations qui arrivent maintenant sont signalées comme tardives et il en est pris note.
calendar-still-after-key-event = Le silence ne peut se terminer qu’après le début de : { $event } ; ou le texte peut être destiné à un autre événement.
