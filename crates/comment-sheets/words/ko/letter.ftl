letter-title = { $state } 의견에 대한 답변
letter-proposal = 제안
letter-reference = 참조
letter-published = 공표일
letter-state-of-record = 기록 기준
letter-state-of-record-value = { $instant } UTC, 기록 위치 { $position }
letter-thanks = 회원국들은 “{ $title }”에 관한 { $state }의 의견에 감사드립니다. 모든 의견은 회원국 전체가 함께 검토하였습니다. 이 서한은 각 의견에 대한 회원국들의 결정과 그 이유, 그리고 문안에 반영된 결과를 알려 드립니다.
letter-count =
    { $count ->
       *[other] 이 서한은 의견 { $count }건에 대한 답변입니다.
    }
letter-pending =
    { $count ->
       *[other] { $state }의 의견 { $count }건에 대해서는 아직 공표된 답변이 없으며, 끝에 열거되어 있습니다.
    }
letter-pending-heading = 공표된 답변이 없는 의견
letter-comment = 의견 { $number }, 제{ $paragraph }항
letter-comment-general = 의견 { $number }, 일반
letter-your-comment = 의견
letter-your-wording = 제안 문구
letter-your-explanation = 설명
letter-disposition = 처리 결과
letter-response = 답변
letter-agreed-wording = 채택 문구
letter-no-common-view = 회원국들은 이 의견에 대하여 공동 입장에 이르지 못하였습니다. 이와 관련한 문안은 변경되지 않습니다.
letter-together = 이 의견은 다른 의견들과 함께 답변되었습니다.
letter-text-heading = 문안에 반영된 결과
letter-before = 이전 ({ $revision })
letter-after = 현재 ({ $revision })
letter-unchanged = 해당 항은 변경되지 않았습니다.
letter-deleted = 해당 항은 더 이상 문안에 포함되지 않습니다 ({ $revision }).
letter-not-yet-circulated = 이 의견 이후 회람된 문안 개정본이 없습니다.
letter-your-answer = { $state }의 회신
letter-answer-satisfied = 답변에 만족합니다.
letter-answer-objects = 답변에 이의가 있습니다.
letter-suggestion = 제의
letter-how-heading = 회신 방법
letter-how = { $state }의 담당자는 각 의견에 대하여 답변에 만족한다는 뜻을 밝히거나, 사유와 대안을 붙여 이의를 제기할 수 있습니다(“answer_disposition” 기능 또는 이 등록부의 운영자를 통하여). 이의는 처리 결과 옆과 기록에 함께 기재됩니다. 이의 제기만으로 문안이 다시 논의되지는 않습니다.
letter-original-prevails = 의견과 답변은 작성된 언어로 수록하며, 원문이 우선합니다.
