disposition-accepted = Acceptée
disposition-accepted-with-modification = Acceptée avec modification
disposition-not-accepted = Non acceptée
disposition-noted = Il en est pris note
disposition-clarification-requested = Précisions demandées
disposition-duplicate-of = Traitée conjointement avec une autre observation
disposition-out-of-scope = Hors du champ du texte
disposition-no-common-view = Pas de position commune

type-substantive = De fond
type-technical = Technique
type-editorial = Rédactionnelle
type-translation = De traduction

position-supports = Appuie
position-supports-with-amendments = Appuie sous réserve d’amendements
position-has-a-reservation = Formule une réserve
position-does-not-support = N’appuie pas
position-no-objection = Pas d’objection
position-position-reserved = Position réservée

action-add = Ajouter
action-delete = Supprimer
action-replace = Remplacer
wording-quoted = « { $text } »
