disposition-accepted = 수용
disposition-accepted-with-modification = 수정 수용
disposition-not-accepted = 불수용
disposition-noted = 유의
disposition-clarification-requested = 설명 요청
disposition-duplicate-of = 다른 의견과 함께 답변
disposition-out-of-scope = 문안의 범위 밖
disposition-no-common-view = 공동 입장 없음

type-substantive = 실질
type-technical = 기술
type-editorial = 편집
type-translation = 번역

position-supports = 지지
position-supports-with-amendments = 수정을 전제로 지지
position-has-a-reservation = 유보
position-does-not-support = 지지하지 않음
position-no-objection = 이의 없음
position-position-reserved = 입장 보류

action-add = 추가
action-delete = 삭제
action-replace = 대체
wording-quoted = “{ $text }”
