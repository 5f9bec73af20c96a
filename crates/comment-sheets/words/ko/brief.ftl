# 요약 보고.

brief-title = 요약 보고
brief-state = { $revision }: 의견 { $count }건, 국명이 밝혀진 국가 { $states }개국, 출처 비공개 의견 { $unattributed }건. { $instant } 기준.
brief-for-members = 회원국 전용. { $mark } 표시는 회원국만 읽을 수 있거나 제출국을 회원국만 알 수 있는 것입니다.
brief-changes-heading = { $since } 이후 새 사항
brief-changes = 새 의견: { $comments }. 새 합의: { $agreed }. 새 이견: { $differing }.
brief-more = 외 { $count }개({ $where })
brief-on-behalf-of = { $groups }를 대표하여

brief-paragraphs-heading = 이견이 큰 순서의 문단
brief-no-paragraphs = 문단에 대한 의견이 없습니다.
brief-paragraph = 문단
brief-differing = 회원국 이견
brief-alternatives = 대안
brief-comments = 의견
brief-leading = 최다 지지
brief-paragraphs-order = 회원국의 이견이 있는 의견, 경합하는 대안, 의견의 수 순으로 정렬하였습니다.
brief-more-paragraphs = 의견이 있는 문단이 { $count }개 더 있습니다({ $where }).

brief-positions-heading = 각국의 입장
brief-contradictory = 여러 입장이 표명된 국가: { $states }.
brief-without-position = 초청국 { $count }개국은 열람할 수 있는 입장이 없습니다.

brief-disputes-heading = 회원국 간 이견
brief-no-disputes = 회원국의 이견이 있는 의견이 없습니다.
brief-dispute = ({ $from }; { $paragraph }): “{ $text }” – { $disposition }, 제안국 { $member }.
brief-differs = { $member }: { $day }부터 이견
brief-more-disputes = 의견이 { $count }건 더 있습니다({ $where }).
brief-not-heard = { $member }: { $day } 이후 제안된 의견 { $count }건에 대해 견해를 밝히지 않았습니다.

brief-supported-heading = 가장 많은 국가가 지지하는 문장
brief-supported-none = 어느 문단에도 제안된 문안이 없습니다.
brief-supported-on = 문단 { $paragraph }
brief-supported-how = 문안이 제안된 문단 가운데 이견이 가장 큰 문단에 제안된 것으로, 그곳에서 이보다 많은 국가가 지지하는 것이 없습니다: { $count } ({ $who }). 출처를 밝히지 않은 의견은 하나로 셉니다.
brief-supported-undisputed = 이를 제안한 의견에 이견이 있는 회원국이 없습니다.
brief-supported-disputed = 이를 제안한 의견에 이견이 있는 회원국: { $members }.
brief-supported-ties = 지지가 같은 대안이 { $count }개 더 있으며, 이것이 본문에서 가장 앞섭니다.

brief-silence-heading = 주요 행사 전 묵인 절차
brief-silence-adopted = 문서는 { $at }에 채택되었습니다.
brief-silence-withdrawn = 제안은 { $at }에 철회되었습니다.
brief-silence-kept = 묵인 절차가 { $until }까지 진행됩니다.
brief-silence-kept-in-time = 묵인 절차가 { $event } 시작 전인 { $until }까지 진행됩니다.
brief-silence-kept-too-long = 묵인 절차가 { $event } 시작 후인 { $until }까지 진행됩니다.
brief-silence-no-key-event = 이 제안에는 주요 행사가 없습니다.
brief-silence-fits = 묵인 절차가 아직 가능합니다. { $until }까지 회부할 수 있습니다. { $event }: { $begins } 시작.
brief-silence-urgent = 의장국이 긴급을 선언하는 경우에만 { $until }까지 묵인 절차가 가능합니다. { $event }: { $begins } 시작.
brief-silence-too-late = 묵인 절차는 더 이상 가능하지 않습니다. { $event }: { $begins } 시작.

brief-package-heading = 한 번에 처리할 수 있는 것
brief-package-ready = 나머지 { $count }건을 묵인 절차에 회부:
brief-package-how = 주도 회원국 또는 의장국이 빈 객체를 본문으로 하여 이 요청을 보낼 수 있습니다. 처리 방안이 제안되고 공표되지 않았으며 이견이 없는 모든 의견이 72시간 동안 포함됩니다.
brief-package-open = 처리 방안 { $count }건이 { $until }까지 묵인 절차에 있습니다.
brief-package-nothing = 지금 묵인 절차에 회부할 수 있는 처리 방안이 없습니다.
brief-where = … 표시는 { $place } 대신입니다.
