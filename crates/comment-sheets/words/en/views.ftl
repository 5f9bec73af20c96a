# What participation and the calendar say in sentences.

participation-sealed =
    { $count ->
        [one] The input is sealed: { $count } state has lodged.
       *[other] The input is sealed: { $count } states have lodged.
    }
participation-counts = Of { $invited } invited states { $lodged } lodged, { $no_objection } stated no objection, { $aligned } aligned themselves with others, { $through_group } were spoken for by their group, { $acknowledged } acknowledged the invitation, { $silent } are silent or not for attribution.
participation-left =
    { $count ->
        [0] Less than a day is left.
        [one] { $count } day is left.
       *[other] { $count } days are left.
    }
participation-nobody = Nobody has spoken on any paragraph, as far as you may know.
participation-unheard = Nobody from { $area } ({ $invited } invited) has spoken on any paragraph, as far as you may know.
participation-unheard-on =
    { $count ->
        [one] Nobody from { $area } ({ $invited } invited) has spoken on paragraph { $paragraphs }, as far as you may know.
       *[other] Nobody from { $area } ({ $invited } invited) has spoken on paragraphs { $paragraphs }, as far as you may know.
    }
participation-more = and { $count } more

calendar-comment = Comments made by { $at } can be answered with the others.
calendar-dispose = Dispositions put under silence by { $at } are published before the text goes there.
calendar-circulate = A revision circulated by { $at } can still go under silence before { $event }.
calendar-open-silence = Silence opened by { $at } ends before { $event }.
calendar-consultation-closes = The consultation closes at { $at }.
calendar-cut-off = From { $at } on, what still differs is published as no common view.
calendar-package-ends = Silence on a package of dispositions ends at { $at }.
calendar-silence-ends = Silence on the text ends at { $at }.
calendar-key-event = { $event } begins at { $at }.
calendar-short-notice = It is too late for the ordinary times; with the shortest ones there is time until { $latest }.
calendar-too-late = It is too late for that.
calendar-still-close-early = The consultation can be closed early, with 48 hours’ notice.
calendar-still-short-package = Dispositions can go under silence for 24 hours instead of 72.
calendar-still-urgency = The chair can state urgency, for 24 hours of silence instead of 72.
calendar-still-cut-off = A cut-off can be set: from then on who is silent goes along, and what differs has no common view.
calendar-still-defer = Comments can be left open, each with a reason.
calendar-still-note-late = Comments that come now are flagged as late and noted.
calendar-still-after-key-event = Silence can only end after { $event } begins, or the text can be meant for another event.
