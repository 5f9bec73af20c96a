# La note de synthèse.

brief-title = Note de synthèse
brief-state = { $revision } : { $count } observations ; États sous leur nom : { $states } ; observations sans attribution : { $unattributed }. Situation au { $instant }.
brief-for-members = Pour les membres seulement. { $mark } signale ce que seuls les membres peuvent lire, ou dont eux seuls peuvent connaître l’auteur.
brief-changes-heading = Nouveau depuis le { $since }
brief-changes = Nouvelles observations : { $comments }. Nouveaux accords : { $agreed }. Nouvelles divergences : { $differing }.
brief-more = et { $count } de plus ({ $where })
brief-on-behalf-of = au nom de { $groups }

brief-paragraphs-heading = Paragraphes, du plus disputé au moins disputé
brief-no-paragraphs = Aucune observation ne porte sur un paragraphe.
brief-paragraph = Paragraphe
brief-differing = Désaccords entre membres
brief-alternatives = Variantes
brief-comments = Observations
brief-leading = La plus soutenue
brief-paragraphs-order = Classés selon les observations sur lesquelles les membres divergent, puis selon les variantes concurrentes, puis selon les observations.
brief-more-paragraphs =
    { $count ->
        [one] Et { $count } autre paragraphe avec observations ({ $where }).
       *[other] Et { $count } autres paragraphes avec observations ({ $where }).
    }

brief-positions-heading = Qui soutient quoi
brief-contradictory = Plusieurs positions sont exprimées pour { $states }.
brief-without-position =
    { $count ->
        [one] { $count } État invité n’a pas de position que vous puissiez connaître.
       *[other] { $count } États invités n’ont pas de position que vous puissiez connaître.
    }

brief-disputes-heading = Ce sur quoi les membres divergent
brief-no-disputes = Les membres ne divergent sur aucune observation.
brief-dispute = ({ $from } ; { $paragraph }) : « { $text } » – { $disposition }, proposition de { $member }.
brief-differs = { $member } diverge depuis le { $day }
brief-more-disputes =
    { $count ->
        [one] Et { $count } autre observation ({ $where }).
       *[other] Et { $count } autres observations ({ $where }).
    }
brief-not-heard =
    { $count ->
        [one] { $member } ne s’est pas prononcé sur { $count } observation, proposition du { $day }.
       *[other] { $member } ne s’est pas prononcé sur { $count } observations, propositions depuis le { $day }.
    }

brief-supported-heading = La phrase qui a le plus d’États derrière elle
brief-supported-none = Aucune formulation n’a été proposée pour un paragraphe.
brief-supported-on = Paragraphe { $paragraph }
brief-supported-how = Proposée pour le paragraphe le plus disputé qui a une formulation ; rien d’autre n’y a plus d’États derrière soi : { $count } ({ $who }). Une observation sans attribution compte pour un.
brief-supported-undisputed = Aucun membre ne diverge sur une observation qui la propose.
brief-supported-disputed = Divergent sur une observation qui la propose : { $members }.
brief-supported-ties =
    { $count ->
        [one] { $count } autre en a autant ; celle-ci vient en premier dans le texte.
       *[other] { $count } autres en ont autant ; celle-ci vient en premier dans le texte.
    }

brief-silence-heading = Le silence avant l’événement clé
brief-silence-adopted = Le texte a été adopté le { $at }.
brief-silence-withdrawn = La proposition a été retirée le { $at }.
brief-silence-kept = Le silence est gardé jusqu’au { $until }.
brief-silence-kept-in-time = Le silence est gardé jusqu’au { $until }, avant le début de : { $event }.
brief-silence-kept-too-long = Le silence est gardé jusqu’au { $until }, après le début de : { $event }.
brief-silence-no-key-event = La proposition n’a pas d’événement clé.
brief-silence-fits = Le silence est encore possible : le texte peut y être soumis jusqu’au { $until }. { $event } : début le { $begins }.
brief-silence-urgent = Le silence n’est possible que si la présidence déclare l’urgence, jusqu’au { $until }. { $event } : début le { $begins }.
brief-silence-too-late = Le silence n’est plus possible. { $event } : début le { $begins }.

brief-package-heading = Ce qui peut être réglé en un seul acte
brief-package-ready =
    { $count ->
        [one] Soumettre l’autre ({ $count }) au silence :
       *[other] Soumettre les { $count } autres au silence :
    }
brief-package-how = Le membre chef de file ou la présidence peuvent envoyer cette requête, avec un objet vide pour corps. Elle porte, pour 72 heures, sur toute observation dont la décision est proposée, non publiée et sans divergence.
brief-package-open =
    { $count ->
        [one] { $count } décision est sous silence jusqu’au { $until }.
       *[other] { $count } décisions sont sous silence jusqu’au { $until }.
    }
brief-package-nothing = Aucune décision ne peut être soumise au silence maintenant.
brief-where = … remplace { $place }
