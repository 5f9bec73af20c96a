# 참여와 일정의 문장.

participation-sealed = 의견이 봉인되어 있습니다. { $count }개국이 제출하였습니다.
participation-counts = 초청국 { $invited }개국 중 { $lodged }개국이 의견을 제출하고, { $no_objection }개국이 이의 없음을 밝히고, { $aligned }개국이 다른 국가에 동조하고, { $through_group }개국은 소속 그룹의 발언으로 집계되고, { $acknowledged }개국이 초청 접수를 확인하였으며, { $silent }개국은 무응답이거나 출처 비공개입니다.
participation-left =
    { $count ->
        [0] 하루도 남지 않았습니다.
       *[other] { $count }일 남았습니다.
    }
participation-nobody = 열람할 수 있는 범위에서 어느 문단에도 발언한 국가가 없습니다.
participation-unheard = { $area }(초청 { $invited }개국): 열람할 수 있는 범위에서 어느 문단에도 발언한 국가가 없습니다.
participation-unheard-on =
    { $count ->
       *[other] { $area }(초청 { $invited }개국): 열람할 수 있는 범위에서 문단 { $paragraphs }에 발언한 국가가 없습니다.
    }
participation-more = 외 { $count }개

calendar-comment = { $at }까지 낸 의견은 다른 의견과 함께 답할 수 있습니다.
calendar-dispose = { $at }까지 묵인 절차에 회부한 처리 방안은 문안이 회부되기 전에 공표됩니다.
calendar-circulate = { $at }까지 회람한 개정안은 { $event } 전에 묵인 절차에 회부할 수 있습니다.
calendar-open-silence = { $at }까지 개시한 묵인 절차는 { $event } 전에 끝납니다.
calendar-consultation-closes = 협의는 { $at }에 마감됩니다.
calendar-cut-off = { $at }부터 이견이 남은 것은 공통 입장 없음으로 공표됩니다.
calendar-package-ends = 처리 방안 묶음에 대한 묵인 절차는 { $at }에 끝납니다.
calendar-silence-ends = 문안에 대한 묵인 절차는 { $at }에 끝납니다.
calendar-key-event = { $event }: { $at } 시작.
calendar-short-notice = 통상 기간으로는 늦었습니다. 최단 기간으로는 { $latest }까지 가능합니다.
calendar-too-late = 이미 늦었습니다.
calendar-still-close-early = 48시간 전에 알리고 협의를 앞당겨 마감할 수 있습니다.
calendar-still-short-package = 처리 방안을 72시간 대신 24시간 동안 묵인 절차에 회부할 수 있습니다.
calendar-still-urgency = 의장국이 긴급을 선언하면 묵인 기간은 72시간 대신 24시간입니다.
calendar-still-cut-off = 기한을 정할 수 있습니다. 그때부터 침묵한 회원국은 따르는 것으로 보고, 이견이 남은 것은 공통 입장 없음이 됩니다.
calendar-still-defer = 의견을 사유와 함께 미결로 남길 수 있습니다.
calendar-still-note-late = 지금 들어오는 의견은 기한 후로 표시되고 유의합니다.
calendar-still-after-key-event = 묵인 절차는 { $event } 시작 후에만 끝날 수 있습니다. 또는 문안을 다른 행사에 맞출 수 있습니다.
