letter-title = Réponse aux observations – { $state }
letter-proposal = Proposition
letter-reference = Référence
letter-published = Publication
letter-state-of-record = État du registre
letter-state-of-record-value = { $instant } UTC, position { $position } du registre
letter-thanks = Les membres remercient { $state } des observations formulées sur « { $title } ». Chaque observation a été examinée conjointement par tous les membres. La présente lettre indique, pour chacune d’elles, ce que les membres ont décidé et pourquoi, ainsi que la suite donnée dans le texte.
letter-count =
    { $count ->
        [one] Elle répond à { $count } observation.
       *[other] Elle répond à { $count } observations.
    }
letter-pending =
    { $count ->
        [one] { $count } observation ({ $state }) n’a pas encore de réponse publiée. Elle figure à la fin.
       *[other] { $count } observations ({ $state }) n’ont pas encore de réponse publiée. Elles figurent à la fin.
    }
letter-pending-heading = Observations sans réponse publiée
letter-comment = Observation { $number }, sur le paragraphe { $paragraph }
letter-comment-general = Observation { $number }, d’ordre général
letter-your-comment = Observation
letter-your-wording = Libellé proposé
letter-your-explanation = Explication
letter-disposition = Décision
letter-response = Réponse
letter-agreed-wording = Libellé retenu
letter-no-common-view = Les membres ne sont pas parvenus à une position commune sur cette observation. Le texte reste inchangé à cet égard.
letter-together = Cette observation a été traitée conjointement avec d’autres.
letter-text-heading = Suite donnée dans le texte
letter-before = Avant ({ $revision })
letter-after = Maintenant ({ $revision })
letter-unchanged = Le paragraphe est inchangé.
letter-deleted = Le paragraphe ne figure plus dans le texte ({ $revision }).
letter-not-yet-circulated = Aucune révision du texte n’a été distribuée depuis cette observation.
letter-your-answer = Réaction – { $state }
letter-answer-satisfied = Satisfaction exprimée quant à la réponse.
letter-answer-objects = Objection à la réponse.
letter-suggestion = Suggestion
letter-how-heading = Comment réagir
letter-how = Le point focal ({ $state }) peut indiquer, pour chaque observation, que la réponse donne satisfaction, ou y faire objection en présentant une justification et une suggestion (opération « answer_disposition », ou par l’intermédiaire de l’opérateur du présent registre). L’objection est imprimée à côté de la décision et au procès-verbal. Elle ne rouvre pas en elle-même le texte.
letter-original-prevails = Les observations et les réponses sont reproduites dans la langue où elles ont été rédigées ; l’original fait foi.
