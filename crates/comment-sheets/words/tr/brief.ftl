# Özet not.

brief-title = Özet not
brief-state = { $revision }: { $count } görüş. { $instant } itibarıyla.
brief-more = ve { $count } tane daha
brief-on-behalf-of = { $groups } adına

brief-paragraphs-heading = En tartışmalı olandan başlayarak paragraflar
brief-no-paragraphs = Hiçbir paragraf hakkında görüş yok.
brief-paragraph = Paragraf
brief-differing = Üyelerin ayrıştığı
brief-alternatives = Seçenekler
brief-comments = Görüşler
brief-paragraphs-order = Üyelerin ayrıştığı görüşlere, sonra yarışan seçeneklere, sonra görüşlere göre sıralanmıştır.
brief-more-paragraphs = Hakkında görüş bulunan { $count } paragraf daha var.

brief-positions-heading = Kim nerede duruyor
brief-without-position = Davet edilen { $count } devletin bilebileceğiniz bir tutumu yok.

brief-disputes-heading = Üyelerin ayrıştığı konular
brief-no-disputes = Üyeler hiçbir görüşte ayrışmıyor.
brief-dispute = ({ $from }; { $paragraph }): { $disposition }, öneren { $member }.
brief-differs = { $member } { $day } tarihinden beri farklı görüşte
brief-more-disputes = Ve { $count } görüş daha.

brief-supported-heading = Arkasında en çok devlet bulunan seçenek
brief-supported-none = En tartışmalı paragraf için bir ifade önerilmedi.
brief-supported-on = Paragraf { $paragraph }
brief-supported-how = En tartışmalı paragraf için önerilenlerden hiçbirinin arkasında daha çok devlet bulunmadığı için seçildi: { $count } ({ $who }). Kaynağı belirtilmeyen bir görüş bir sayılır. Sözcükler önerildiği gibidir.
brief-supported-ties = Aynı sayıya sahip { $count } seçenek daha var; metinde ilk gelen budur.

brief-silence-heading = Ana etkinlikten önce sessizlik
brief-silence-adopted = Metin { $at } tarihinde kabul edildi.
brief-silence-withdrawn = Öneri { $at } tarihinde geri çekildi.
brief-silence-kept = Sessizlik { $until } tarihine kadar sürüyor.
brief-silence-kept-in-time = Sessizlik, ana etkinlik başlamadan önce, { $until } tarihine kadar sürüyor.
brief-silence-kept-too-long = Sessizlik, ana etkinlik başladıktan sonra, { $until } tarihine kadar sürüyor.
brief-silence-no-key-event = Önerinin bir ana etkinliği yok.
brief-silence-fits = Sessizlik için hâlâ zaman var: metin { $until } tarihine kadar sessizliğe sunulabilir. Ana etkinlik { $event } tarihinde başlıyor.
brief-silence-urgent = Sessizlik ancak başkan ivedilik bildirirse, { $until } tarihine kadar mümkün. Ana etkinlik { $event } tarihinde başlıyor.
brief-silence-too-late = Sessizlik için artık zaman yok. Ana etkinlik { $event } tarihinde başlıyor.

brief-package-heading = Tek bir işlemle çözülebilecekler
brief-package-ready = Diğer { $count } tanesini sessizliğe sun:
brief-package-how = Öncü üye veya başkan, gövdesi boş bir nesne olan bu isteği gönderebilir. İstek, kararı önerilmiş, yayımlanmamış ve hakkında ayrışma olmayan her görüşü kapsar.
brief-package-open = { $count } karar { $until } tarihine kadar sessizlikte.
brief-package-nothing = Şu anda sessizliğe sunulabilecek bir karar yok.
