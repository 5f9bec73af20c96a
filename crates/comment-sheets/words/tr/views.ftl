# Katılım ve takvimin cümleleri.

participation-sealed = Görüşler mühürlü: { $count } devlet görüş sundu.
participation-counts = Davet edilen { $invited } devletten { $lodged } tanesi görüş sundu, { $no_objection } tanesi itirazı olmadığını bildirdi, { $aligned } tanesi başkalarına katıldı, { $through_group } tanesini grubu temsil etti, { $acknowledged } tanesi daveti aldığını bildirdi, { $silent } tanesi sessiz ya da kaynağı belirtilmiyor.
participation-left =
    { $count ->
        [0] Bir günden az kaldı.
       *[other] { $count } gün kaldı.
    }
participation-nobody = Bilebildiğiniz kadarıyla hiçbir paragraf hakkında konuşan olmadı.
participation-unheard = { $area } ({ $invited } davetli): bilebildiğiniz kadarıyla hiçbir paragraf hakkında konuşan olmadı.
participation-unheard-on =
    { $count ->
       *[other] { $area } ({ $invited } davetli): bilebildiğiniz kadarıyla şu paragraflar hakkında konuşan olmadı: { $paragraphs }.
    }
participation-more = ve { $count } tane daha

calendar-comment = { $at } tarihine kadar bildirilen görüşler ötekilerle birlikte yanıtlanabilir.
calendar-dispose = { $at } tarihine kadar sessizliğe sunulan kararlar, metin sessizliğe sunulmadan önce yayımlanır.
calendar-circulate = { $at } tarihine kadar dağıtılan bir düzeltme, şundan önce sessizliğe sunulabilir: { $event }.
calendar-open-silence = { $at } tarihine kadar açılan sessizlik şundan önce biter: { $event }.
calendar-consultation-closes = Danışma { $at } tarihinde kapanıyor.
calendar-cut-off = { $at } tarihinden itibaren hâlâ ayrışılan konular ortak görüş yok olarak yayımlanır.
calendar-package-ends = Karar paketi üzerindeki sessizlik { $at } tarihinde bitiyor.
calendar-silence-ends = Metin üzerindeki sessizlik { $at } tarihinde bitiyor.
calendar-key-event = { $event } { $at } tarihinde başlıyor.
calendar-short-notice = Olağan süreler için geç; en kısa sürelerle { $latest } tarihine kadar zaman var.
calendar-too-late = Bunun için artık çok geç.
calendar-still-close-early = Danışma, 48 saat önceden bildirilerek erken kapatılabilir.
calendar-still-short-package = Kararlar 72 saat yerine 24 saat sessizliğe sunulabilir.
calendar-still-urgency = Başkan ivedilik bildirebilir: 72 saat yerine 24 saat sessizlik.
calendar-still-cut-off = Bir son tarih konabilir: o andan sonra susan uyar, ayrışılan konularda ortak görüş olmaz.
calendar-still-defer = Görüşler, her biri gerekçesiyle, açık bırakılabilir.
calendar-still-note-late = Şimdi gelen görüşler geç olarak işaretlenir ve not edilir.
calendar-still-after-key-event = Sessizlik ancak şu başladıktan sonra bitebilir: { $event }; ya da metin başka bir etkinlik için düşünülebilir.
