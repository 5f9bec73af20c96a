disposition-accepted = Kabul edildi
disposition-accepted-with-modification = Değişiklikle kabul edildi
disposition-not-accepted = Kabul edilmedi
disposition-noted = Not edildi
disposition-clarification-requested = Açıklama istendi
disposition-duplicate-of = Başka bir görüşle birlikte yanıtlandı
disposition-out-of-scope = Metnin kapsamı dışında
disposition-no-common-view = Ortak görüşe varılamadı

type-substantive = Esasa ilişkin
type-technical = Teknik
type-editorial = Yazıma ilişkin
type-translation = Çeviriye ilişkin

position-supports = Destekliyor
position-supports-with-amendments = Değişikliklerle destekliyor
position-has-a-reservation = Çekincesi var
position-does-not-support = Desteklemiyor
position-no-objection = İtirazı yok
position-position-reserved = Tutumunu saklı tutuyor

action-add = Ekleme
action-delete = Çıkarma
action-replace = Değiştirme
wording-quoted = “{ $text }”
