# Catatan ringkas.

brief-title = Catatan ringkas
brief-state = { $revision }: { $count } tanggapan. Keadaan per { $instant }.
brief-more = dan { $count } lagi
brief-on-behalf-of = atas nama { $groups }

brief-paragraphs-heading = Paragraf, dimulai dari yang paling diperdebatkan
brief-no-paragraphs = Tidak ada tanggapan atas paragraf mana pun.
brief-paragraph = Paragraf
brief-differing = Anggota berbeda pendapat atas
brief-alternatives = Alternatif
brief-comments = Tanggapan
brief-paragraphs-order = Diurutkan menurut tanggapan yang membuat anggota berbeda pendapat, lalu menurut alternatif yang bersaing, lalu menurut tanggapan.
brief-more-paragraphs = Dan { $count } paragraf lagi dengan tanggapan.

brief-positions-heading = Posisi masing-masing negara
brief-without-position = { $count } negara yang diundang tidak mempunyai posisi yang boleh Anda ketahui.

brief-disputes-heading = Perbedaan pendapat antaranggota
brief-no-disputes = Para anggota tidak berbeda pendapat atas tanggapan mana pun.
brief-dispute = ({ $from }; { $paragraph }): { $disposition }, diusulkan oleh { $member }.
brief-differs = { $member } berbeda pendapat sejak { $day }
brief-more-disputes = Dan { $count } tanggapan lagi.

brief-supported-heading = Alternatif dengan dukungan negara terbanyak
brief-supported-none = Tidak ada rumusan yang diajukan untuk paragraf yang paling diperdebatkan.
brief-supported-on = Paragraf { $paragraph }
brief-supported-how = Dipilih karena tidak ada usulan lain untuk paragraf yang paling diperdebatkan yang didukung lebih banyak negara: { $count } ({ $who }). Tanggapan tanpa atribusi dihitung satu. Kata-katanya sesuai dengan yang diajukan.
brief-supported-ties = { $count } alternatif lain mempunyai dukungan yang sama; ini yang pertama dalam naskah.

brief-silence-heading = Prosedur tanpa keberatan sebelum acara utama
brief-silence-adopted = Naskah disahkan pada { $at }.
brief-silence-withdrawn = Usulan ditarik pada { $at }.
brief-silence-kept = Prosedur tanpa keberatan berlangsung sampai { $until }.
brief-silence-kept-in-time = Prosedur tanpa keberatan berlangsung sampai { $until }, sebelum acara utama dimulai.
brief-silence-kept-too-long = Prosedur tanpa keberatan berlangsung sampai { $until }, setelah acara utama dimulai.
brief-silence-no-key-event = Usulan ini tidak mempunyai acara utama.
brief-silence-fits = Prosedur tanpa keberatan masih sempat: naskah dapat dimasukkan ke dalamnya sampai { $until }. Acara utama dimulai pada { $event }.
brief-silence-urgent = Prosedur tanpa keberatan hanya sempat bila ketua menyatakan keadaan mendesak, sampai { $until }. Acara utama dimulai pada { $event }.
brief-silence-too-late = Prosedur tanpa keberatan tidak sempat lagi. Acara utama dimulai pada { $event }.

brief-package-heading = Yang dapat diselesaikan dengan satu tindakan
brief-package-ready = Masukkan { $count } lainnya ke prosedur tanpa keberatan:
brief-package-how = Anggota pemrakarsa atau ketua dapat mengirim permintaan ini, dengan objek kosong sebagai isinya. Permintaan ini mencakup setiap tanggapan yang keputusannya diusulkan, belum diterbitkan, dan tidak diperselisihkan.
brief-package-open = { $count } keputusan berada dalam prosedur tanpa keberatan sampai { $until }.
brief-package-nothing = Tidak ada keputusan yang dapat dimasukkan ke prosedur tanpa keberatan sekarang.
