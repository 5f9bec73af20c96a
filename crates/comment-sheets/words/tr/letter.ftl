letter-title = Görüşlere yanıt: { $state }
letter-proposal = Öneri
letter-reference = Referans
letter-published = Yayımlanma
letter-state-of-record = Kaydın durumu
letter-state-of-record-value = { $instant } UTC, kayıt konumu { $position }
letter-thanks = Üyeler, “{ $title }” hakkında sunulan görüşler için teşekkür eder ({ $state }). Her görüş bütün üyelerce birlikte değerlendirilmiştir. Bu mektup, her bir görüş için üyelerin neye hangi gerekçeyle karar verdiğini ve bunun metne nasıl yansıdığını bildirir.
letter-count =
    { $count ->
       *[other] Mektup { $count } görüşü yanıtlamaktadır.
    }
letter-pending =
    { $count ->
       *[other] { $count } görüş için henüz yayımlanmış bir yanıt yoktur ({ $state }); bunlar sonda sıralanmıştır.
    }
letter-pending-heading = Yayımlanmış yanıtı olmayan görüşler
letter-comment = Görüş { $number }, paragraf { $paragraph }
letter-comment-general = Görüş { $number }, genel
letter-your-comment = Görüş
letter-your-wording = Önerilen ifade
letter-your-explanation = Açıklama
letter-disposition = Karar
letter-response = Yanıt
letter-agreed-wording = Benimsenen ifade
letter-no-common-view = Üyeler bu görüş hakkında ortak bir görüşe varamamıştır. Metin bu bakımdan değişmemiştir.
letter-together = Bu görüş başka görüşlerle birlikte yanıtlanmıştır.
letter-text-heading = Metne yansıması
letter-before = Önce ({ $revision })
letter-after = Şimdi ({ $revision })
letter-unchanged = Paragraf değişmemiştir.
letter-deleted = Paragraf artık metinde yer almamaktadır ({ $revision }).
letter-not-yet-circulated = Bu görüşten sonra metnin yeni bir sürümü dağıtılmamıştır.
letter-your-answer = Cevap: { $state }
letter-answer-satisfied = Yanıt yeterli bulunmuştur.
letter-answer-objects = Yanıta itiraz edilmiştir.
letter-suggestion = Öneri metni
letter-how-heading = Nasıl cevap verilir
letter-how = Yetkili temas noktası ({ $state }), her görüş için yanıtın yeterli bulunduğunu bildirebilir ya da gerekçe ve öneriyle birlikte itiraz edebilir (“answer_disposition” işlemi veya bu kaydın işletmecisi aracılığıyla). İtiraz, kararın yanında ve tutanakta yer alır. Tek başına metni yeniden müzakereye açmaz.
letter-original-prevails = Görüşler ve yanıtlar yazıldıkları dilde verilmiştir; asıl metin geçerlidir.
