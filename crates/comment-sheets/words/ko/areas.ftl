# M49 지역(코드순), 이웃 국가, 개발 분류.

area-001 = 세계
area-002 = 아프리카
area-005 = 남아메리카
area-009 = 오세아니아
area-011 = 서아프리카
area-013 = 중앙아메리카
area-014 = 동아프리카
area-015 = 북아프리카
area-017 = 중앙아프리카
area-018 = 남부 아프리카
area-019 = 아메리카
area-021 = 북아메리카
area-029 = 카리브
area-030 = 동아시아
area-034 = 남아시아
area-035 = 동남아시아
area-039 = 남유럽
area-053 = 오스트레일리아·뉴질랜드
area-054 = 멜라네시아
area-057 = 미크로네시아
area-061 = 폴리네시아
area-142 = 아시아
area-143 = 중앙아시아
area-145 = 서아시아
area-150 = 유럽
area-151 = 동유럽
area-154 = 북유럽
area-155 = 서유럽
area-202 = 사하라 이남 아프리카
area-419 = 라틴 아메리카·카리브

area-neighbourhood = { $member } 이웃 국가
area-sids = 군소도서개발도상국
area-ldc = 최빈개도국
area-lldc = 내륙개도국
