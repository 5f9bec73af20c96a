# The brief.

brief-title = Brief
brief-state =
    { $count ->
        [one] { $revision }: { $count } comment. As of { $instant }.
       *[other] { $revision }: { $count } comments. As of { $instant }.
    }
brief-more = and { $count } more
brief-on-behalf-of = on behalf of { $groups }

brief-paragraphs-heading = Paragraphs, the most contended first
brief-no-paragraphs = No comment stands on a paragraph.
brief-paragraph = Paragraph
brief-differing = Members differ on
brief-alternatives = Alternatives
brief-comments = Comments
brief-paragraphs-order = Ordered by the comments on which the members differ, then by competing alternatives, then by comments.
brief-more-paragraphs =
    { $count ->
        [one] And { $count } more paragraph with comments.
       *[other] And { $count } more paragraphs with comments.
    }

brief-positions-heading = Who stands where
brief-without-position =
    { $count ->
        [one] { $count } invited state holds no position that you may know of.
       *[other] { $count } invited states hold no position that you may know of.
    }

brief-disputes-heading = What the members differ on
brief-no-disputes = The members differ on no comment.
brief-dispute = ({ $from }; { $paragraph }): { $disposition }, proposed by { $member }.
brief-differs = { $member } differs since { $day }
brief-more-disputes =
    { $count ->
        [one] And { $count } more comment.
       *[other] And { $count } more comments.
    }

brief-supported-heading = The alternative with the most states behind it
brief-supported-none = No wording was put forward on the most contended paragraph.
brief-supported-on = Paragraph { $paragraph }
brief-supported-how =
    { $count ->
        [one] Chosen because nothing put forward on the most contended paragraph has more states behind it: { $count } ({ $who }). A comment not for attribution counts for one. The words are those put forward.
       *[other] Chosen because nothing put forward on the most contended paragraph has more states behind it: { $count } ({ $who }). A comment not for attribution counts for one. The words are those put forward.
    }
brief-supported-ties =
    { $count ->
        [one] { $count } other has as many; this one is the first in the text.
       *[other] { $count } others have as many; this one is the first in the text.
    }

brief-silence-heading = Silence before the key event
brief-silence-adopted = The text was adopted at { $at }.
brief-silence-withdrawn = The proposal was withdrawn at { $at }.
brief-silence-kept = Silence is kept until { $until }.
brief-silence-kept-in-time = Silence is kept until { $until }, before the key event begins.
brief-silence-kept-too-long = Silence is kept until { $until }, after the key event begins.
brief-silence-no-key-event = The proposal has no key event.
brief-silence-fits = Silence still fits: the text can be put under it until { $until }. The key event begins at { $event }.
brief-silence-urgent = Silence fits only if the chair states urgency, until { $until }. The key event begins at { $event }.
brief-silence-too-late = Silence does not fit any more. The key event begins at { $event }.

brief-package-heading = What can be settled as one act
brief-package-ready =
    { $count ->
        [one] Put the other { $count } under silence:
       *[other] Put the other { $count } under silence:
    }
brief-package-how = The lead member or the chair may send this request, with an empty object as its body. It takes every comment whose disposition is proposed, not published, and not differed on.
brief-package-open =
    { $count ->
        [one] { $count } disposition is under silence until { $until }.
       *[other] { $count } dispositions are under silence until { $until }.
    }
brief-package-nothing = No disposition can be put under silence now.
