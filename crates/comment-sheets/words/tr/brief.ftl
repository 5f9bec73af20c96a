# Özet not.

brief-title = Özet not
brief-state = { $revision }: { $count } görüş; adıyla yer alan devletler: { $states }; kaynağı belirtilmeyen görüşler: { $unattributed }. { $instant } itibarıyla.
brief-for-members = Yalnız üyeler için. { $mark } işareti, yalnız üyelerin okuyabileceğini ya da kaynağını yalnız üyelerin bilebileceğini gösterir.
brief-changes-heading = { $since } tarihinden beri yeni olanlar
brief-changes = Yeni görüşler: { $comments }. Yeni uzlaşmalar: { $agreed }. Yeni ayrışmalar: { $differing }.
brief-more = ve { $count } tane daha ({ $where })
brief-on-behalf-of = { $groups } adına

brief-paragraphs-heading = En tartışmalı olandan başlayarak paragraflar
brief-no-paragraphs = Hiçbir paragraf hakkında görüş yok.
brief-paragraph = Paragraf
brief-differing = Üyelerin ayrıştığı
brief-alternatives = Seçenekler
brief-comments = Görüşler
brief-leading = En çok desteklenen
brief-paragraphs-order = Üyelerin ayrıştığı görüşlere, sonra yarışan seçeneklere, sonra görüşlere göre sıralanmıştır.
brief-more-paragraphs = Hakkında görüş bulunan { $count } paragraf daha var ({ $where }).

brief-positions-heading = Kim nerede duruyor
brief-contradictory = Birden çok tutum bildirilen devletler: { $states }.
brief-without-position = Davet edilen { $count } devletin bilebileceğiniz bir tutumu yok.

brief-disputes-heading = Üyelerin ayrıştığı konular
brief-no-disputes = Üyeler hiçbir görüşte ayrışmıyor.
brief-dispute = ({ $from }; { $paragraph }): “{ $text }” – { $disposition }, öneren { $member }.
brief-differs = { $member } { $day } tarihinden beri farklı görüşte
brief-more-disputes = Ve { $count } görüş daha ({ $where }).
brief-not-heard = { $member }, { $day } tarihinden beri önerilen { $count } görüş hakkında tutumunu bildirmedi.

brief-supported-heading = Arkasında en çok devlet bulunan cümle
brief-supported-none = Hiçbir paragraf için bir ifade önerilmedi.
brief-supported-on = Paragraf { $paragraph }
brief-supported-how = İfade önerilen en tartışmalı paragraf için önerildi; orada hiçbir önerinin arkasında daha çok devlet yok: { $count } ({ $who }). Kaynağı belirtilmeyen bir görüş bir sayılır.
brief-supported-undisputed = Bunu öneren görüşlerde ayrışan üye yok.
brief-supported-disputed = Bunu öneren bir görüşte ayrışanlar: { $members }.
brief-supported-ties = Aynı sayıya sahip { $count } seçenek daha var; metinde ilk gelen budur.

brief-silence-heading = Ana etkinlikten önce sessizlik
brief-silence-adopted = Metin { $at } tarihinde kabul edildi.
brief-silence-withdrawn = Öneri { $at } tarihinde geri çekildi.
brief-silence-kept = Sessizlik { $until } tarihine kadar sürüyor.
brief-silence-kept-in-time = Sessizlik { $until } tarihine kadar, şundan önce sürüyor: { $event }.
brief-silence-kept-too-long = Sessizlik { $until } tarihine kadar, şu başladıktan sonra da sürüyor: { $event }.
brief-silence-no-key-event = Önerinin bir ana etkinliği yok.
brief-silence-fits = Sessizlik için hâlâ zaman var: metin { $until } tarihine kadar sessizliğe sunulabilir. { $event } { $begins } tarihinde başlıyor.
brief-silence-urgent = Sessizlik ancak başkan ivedilik bildirirse, { $until } tarihine kadar mümkün. { $event } { $begins } tarihinde başlıyor.
brief-silence-too-late = Sessizlik için artık zaman yok. { $event } { $begins } tarihinde başlıyor.

brief-package-heading = Tek bir işlemle çözülebilecekler
brief-package-ready = Diğer { $count } tanesini sessizliğe sun:
brief-package-how = Öncü üye veya başkan, gövdesi boş bir nesne olan bu isteği gönderebilir. İstek, kararı önerilmiş, yayımlanmamış ve hakkında ayrışma olmayan her görüşü 72 saat için kapsar.
brief-package-open = { $count } karar { $until } tarihine kadar sessizlikte.
brief-package-nothing = Şu anda sessizliğe sunulabilecek bir karar yok.
brief-where = … şunun yerine geçer: { $place }
