# Words that stand for the fixed values of the API; the key ends in the value, with hyphens.
disposition-accepted = Accepted
disposition-accepted-with-modification = Accepted with modification
disposition-not-accepted = Not accepted
disposition-noted = Noted
disposition-clarification-requested = Clarification requested
disposition-duplicate-of = Answered together with another comment
disposition-out-of-scope = Outside the scope of the text
disposition-no-common-view = No common view

type-substantive = Substantive
type-technical = Technical
type-editorial = Editorial
type-translation = Translation

position-supports = Supports
position-supports-with-amendments = Supports with amendments
position-has-a-reservation = Has a reservation
position-does-not-support = Does not support
position-no-objection = No objection
position-position-reserved = Position reserved

action-add = Add
action-delete = Delete
action-replace = Replace
wording-quoted = “{ $text }”
