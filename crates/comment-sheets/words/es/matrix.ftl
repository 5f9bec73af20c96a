disposition-accepted = Aceptada
disposition-accepted-with-modification = Aceptada con modificaciones
disposition-not-accepted = No aceptada
disposition-noted = Se toma nota
disposition-clarification-requested = Se solicita una aclaración
disposition-duplicate-of = Respondida junto con otra observación
disposition-out-of-scope = Fuera del alcance del texto
disposition-no-common-view = Sin posición común

type-substantive = De fondo
type-technical = Técnica
type-editorial = De redacción
type-translation = De traducción

position-supports = Apoya
position-supports-with-amendments = Apoya con enmiendas
position-has-a-reservation = Formula una reserva
position-does-not-support = No apoya
position-no-objection = No tiene objeciones
position-position-reserved = Posición reservada

action-add = Añadir
action-delete = Suprimir
action-replace = Sustituir
wording-quoted = «{ $text }»
