# The brief.

brief-title = Brief
brief-state = { $revision }: { $count } comments; states by name: { $states }; comments not for attribution: { $unattributed }. As of { $instant }.
brief-for-members = For members only. { $mark } marks what only members may read, or whose author only they may know.
brief-changes-heading = New since { $since }
brief-changes = New comments: { $comments }. Newly agreed: { $agreed }. Newly differing: { $differing }.
brief-more = and { $count } more ({ $where })
brief-on-behalf-of = on behalf of { $groups }

brief-paragraphs-heading = Paragraphs, the most contended first
brief-no-paragraphs = No comment stands on a paragraph.
brief-paragraph = Paragraph
brief-differing = Members differ on
brief-alternatives = Alternatives
brief-comments = Comments
brief-leading = Most states behind
brief-paragraphs-order = Ordered by the comments on which the members differ, then by competing alternatives, then by comments.
brief-more-paragraphs =
    { $count ->
        [one] And { $count } more paragraph with comments ({ $where }).
       *[other] And { $count } more paragraphs with comments ({ $where }).
    }

brief-positions-heading = Who stands where
brief-contradictory = Several positions are stated for { $states }.
brief-without-position =
    { $count ->
        [one] { $count } invited state holds no position that you may know of.
       *[other] { $count } invited states hold no position that you may know of.
    }

brief-disputes-heading = What the members differ on
brief-no-disputes = The members differ on no comment.
brief-dispute = ({ $from }; { $paragraph }): “{ $text }” – { $disposition }, proposed by { $member }.
brief-differs = { $member } differs since { $day }
brief-more-disputes =
    { $count ->
        [one] And { $count } more comment ({ $where }).
       *[other] And { $count } more comments ({ $where }).
    }
brief-not-heard =
    { $count ->
        [one] { $member } has not said its view on { $count } comment, proposed on { $day }.
       *[other] { $member } has not said its view on { $count } comments, proposed since { $day }.
    }

brief-supported-heading = The sentence with the most states behind it
brief-supported-none = No wording was put forward on any paragraph.
brief-supported-on = Paragraph { $paragraph }
brief-supported-how = Put forward on the most contended paragraph that has wording; nothing else there has more states behind it: { $count } ({ $who }). A comment not for attribution counts for one.
brief-supported-undisputed = No member differs on a comment that puts it forward.
brief-supported-disputed = On a comment that puts it forward differ: { $members }.
brief-supported-ties =
    { $count ->
        [one] { $count } other has as many; this one is the first in the text.
       *[other] { $count } others have as many; this one is the first in the text.
    }

brief-silence-heading = Silence before the key event
brief-silence-adopted = The text was adopted at { $at }.
brief-silence-withdrawn = The proposal was withdrawn at { $at }.
brief-silence-kept = Silence is kept until { $until }.
brief-silence-kept-in-time = Silence is kept until { $until }, before { $event } begins.
brief-silence-kept-too-long = Silence is kept until { $until }, after { $event } begins.
brief-silence-no-key-event = The proposal has no key event.
brief-silence-fits = Silence still fits: the text can be put under it until { $until }. { $event } begins at { $begins }.
brief-silence-urgent = Silence fits only if the chair states urgency, until { $until }. { $event } begins at { $begins }.
brief-silence-too-late = Silence does not fit any more. { $event } begins at { $begins }.

brief-package-heading = What can be settled as one act
brief-package-ready =
    { $count ->
        [one] Put the other { $count } under silence:
       *[other] Put the other { $count } under silence:
    }
brief-package-how = The lead member or the chair may send this request, with an empty object as its body. It takes every comment whose disposition is proposed, not published, and not differed on, for 72 hours.
brief-package-open =
    { $count ->
        [one] { $count } disposition is under silence until { $until }.
       *[other] { $count } dispositions are under silence until { $until }.
    }
brief-package-nothing = No disposition can be put under silence now.
brief-where = … stands for { $place }
