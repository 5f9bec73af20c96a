# Catatan ringkas.

brief-title = Catatan ringkas
brief-state = { $revision }: { $count } tanggapan; negara yang disebut namanya: { $states }; tanggapan tanpa atribusi: { $unattributed }. Keadaan per { $instant }.
brief-for-members = Hanya untuk anggota. { $mark } menandai yang hanya boleh dibaca anggota, atau yang penulisnya hanya boleh diketahui anggota.
brief-changes-heading = Baru sejak { $since }
brief-changes = Tanggapan baru: { $comments }. Kesepakatan baru: { $agreed }. Perbedaan baru: { $differing }.
brief-more = dan { $count } lagi ({ $where })
brief-on-behalf-of = atas nama { $groups }

brief-paragraphs-heading = Paragraf, dimulai dari yang paling diperdebatkan
brief-no-paragraphs = Tidak ada tanggapan atas paragraf mana pun.
brief-paragraph = Paragraf
brief-differing = Anggota berbeda pendapat atas
brief-alternatives = Alternatif
brief-comments = Tanggapan
brief-leading = Dukungan terbanyak
brief-paragraphs-order = Diurutkan menurut tanggapan yang membuat anggota berbeda pendapat, lalu menurut alternatif yang bersaing, lalu menurut tanggapan.
brief-more-paragraphs = Dan { $count } paragraf lagi dengan tanggapan ({ $where }).

brief-positions-heading = Posisi masing-masing negara
brief-contradictory = Beberapa posisi dinyatakan untuk { $states }.
brief-without-position = { $count } negara yang diundang tidak mempunyai posisi yang boleh Anda ketahui.

brief-disputes-heading = Perbedaan pendapat antaranggota
brief-no-disputes = Para anggota tidak berbeda pendapat atas tanggapan mana pun.
brief-dispute = ({ $from }; { $paragraph }): “{ $text }” – { $disposition }, diusulkan oleh { $member }.
brief-differs = { $member } berbeda pendapat sejak { $day }
brief-more-disputes = Dan { $count } tanggapan lagi ({ $where }).
brief-not-heard = { $member } belum menyatakan pandangan atas { $count } tanggapan, yang diusulkan sejak { $day }.

brief-supported-heading = Kalimat dengan dukungan negara terbanyak
brief-supported-none = Tidak ada rumusan yang diajukan untuk paragraf mana pun.
brief-supported-on = Paragraf { $paragraph }
brief-supported-how = Diajukan untuk paragraf paling diperdebatkan yang mempunyai rumusan; tidak ada yang lain di sana yang didukung lebih banyak negara: { $count } ({ $who }). Tanggapan tanpa atribusi dihitung satu.
brief-supported-undisputed = Tidak ada anggota yang berbeda pendapat atas tanggapan yang mengajukannya.
brief-supported-disputed = Berbeda pendapat atas tanggapan yang mengajukannya: { $members }.
brief-supported-ties = { $count } alternatif lain mempunyai dukungan yang sama; ini yang pertama dalam naskah.

brief-silence-heading = Prosedur tanpa keberatan sebelum acara utama
brief-silence-adopted = Naskah disahkan pada { $at }.
brief-silence-withdrawn = Usulan ditarik pada { $at }.
brief-silence-kept = Prosedur tanpa keberatan berlangsung sampai { $until }.
brief-silence-kept-in-time = Prosedur tanpa keberatan berlangsung sampai { $until }, sebelum { $event } dimulai.
brief-silence-kept-too-long = Prosedur tanpa keberatan berlangsung sampai { $until }, setelah { $event } dimulai.
brief-silence-no-key-event = Usulan ini tidak mempunyai acara utama.
brief-silence-fits = Prosedur tanpa keberatan masih sempat: naskah dapat dimasukkan ke dalamnya sampai { $until }. { $event } dimulai pada { $begins }.
brief-silence-urgent = Prosedur tanpa keberatan hanya sempat bila ketua menyatakan keadaan mendesak, sampai { $until }. { $event } dimulai pada { $begins }.
brief-silence-too-late = Prosedur tanpa keberatan tidak sempat lagi. { $event } dimulai pada { $begins }.

brief-package-heading = Yang dapat diselesaikan dengan satu tindakan
brief-package-ready = Masukkan { $count } lainnya ke prosedur tanpa keberatan:
brief-package-how = Anggota pemrakarsa atau ketua dapat mengirim permintaan ini, dengan objek kosong sebagai isinya. Permintaan ini mencakup, selama 72 jam, setiap tanggapan yang keputusannya diusulkan, belum diterbitkan, dan tidak diperselisihkan.
brief-package-open = { $count } keputusan berada dalam prosedur tanpa keberatan sampai { $until }.
brief-package-nothing = Tidak ada keputusan yang dapat dimasukkan ke prosedur tanpa keberatan sekarang.
brief-where = … berarti { $place }
