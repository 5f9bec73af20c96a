letter-title = Response to the comments of { $state }
letter-proposal = Proposal
letter-reference = Reference
letter-published = Published
letter-state-of-record = State of the record
letter-state-of-record-value = { $instant } UTC, log position { $position }
letter-thanks = The members thank { $state } for its comments on “{ $title }”. Each comment was considered by all members together. This letter states, for each of them, what the members decided and why, and what became of the text.
letter-count =
    { $count ->
        [one] It answers { $count } comment.
       *[other] It answers { $count } comments.
    }
letter-pending =
    { $count ->
        [one] { $count } comment of { $state } has no published response yet. It is listed at the end.
       *[other] { $count } comments of { $state } have no published response yet. They are listed at the end.
    }
letter-pending-heading = Comments without a published response
letter-comment = Comment { $number }, on paragraph { $paragraph }
letter-comment-general = Comment { $number }, general
letter-your-comment = Comment
letter-your-wording = Proposed wording
letter-your-explanation = Explanation
letter-disposition = Disposition
letter-response = Response
letter-agreed-wording = Wording taken
letter-no-common-view = The members did not reach a common view on this comment. The text is unchanged in this respect.
letter-together = This comment was answered together with others.
letter-text-heading = What became of the text
letter-before = Before ({ $revision })
letter-after = Now ({ $revision })
letter-unchanged = The paragraph is unchanged.
letter-deleted = The paragraph is no longer part of the text ({ $revision }).
letter-not-yet-circulated = No revision of the text has been circulated since this comment.
letter-your-answer = Answer of { $state }
letter-answer-satisfied = Satisfied with the response.
letter-answer-objects = Objects to the response.
letter-suggestion = Suggestion
letter-how-heading = How to answer
letter-how = The focal point of { $state } may state for each comment that { $state } is satisfied with the response, or object with a justification and a suggestion (operation “answer_disposition”, or through the operator of this register). An objection is printed beside the disposition and in the record. It does not reopen the text by itself.
letter-original-prevails = Comments and responses are given in the language in which they were written; the original prevails.
