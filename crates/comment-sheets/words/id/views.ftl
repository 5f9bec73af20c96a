# Kalimat tentang partisipasi dan kalender.

participation-sealed = Masukan disegel: { $count } negara telah menyampaikan.
participation-counts = Dari { $invited } negara yang diundang, { $lodged } menyampaikan tanggapan, { $no_objection } menyatakan tidak berkeberatan, { $aligned } bergabung dengan negara lain, { $through_group } diwakili oleh kelompoknya, { $acknowledged } mengonfirmasi undangan, dan { $silent } diam atau tanpa atribusi.
participation-left =
    { $count ->
        [0] Tersisa kurang dari satu hari.
       *[other] Tersisa { $count } hari.
    }
participation-nobody = Belum ada yang berbicara tentang paragraf mana pun, sejauh yang boleh Anda ketahui.
participation-unheard = Belum ada dari { $area } ({ $invited } diundang) yang berbicara tentang paragraf mana pun, sejauh yang boleh Anda ketahui.
participation-unheard-on =
    { $count ->
       *[other] Belum ada dari { $area } ({ $invited } diundang) yang berbicara tentang paragraf { $paragraphs }, sejauh yang boleh Anda ketahui.
    }
participation-more = dan { $count } lagi

calendar-comment = Tanggapan sampai { $at } dapat dijawab bersama yang lain.
calendar-dispose = Keputusan yang dimasukkan ke prosedur tanpa keberatan sampai { $at } diterbitkan sebelum naskah masuk ke sana.
calendar-circulate = Revisi yang diedarkan sampai { $at } masih dapat masuk ke prosedur tanpa keberatan sebelum { $event }.
calendar-open-silence = Prosedur tanpa keberatan yang dibuka sampai { $at } berakhir sebelum { $event }.
calendar-consultation-closes = Konsultasi ditutup pada { $at }.
calendar-cut-off = Mulai { $at }, yang masih diperselisihkan diterbitkan sebagai tanpa pandangan bersama.
calendar-package-ends = Prosedur tanpa keberatan atas paket keputusan berakhir pada { $at }.
calendar-silence-ends = Prosedur tanpa keberatan atas naskah berakhir pada { $at }.
calendar-key-event = { $event } dimulai pada { $at }.
calendar-short-notice = Sudah terlambat untuk waktu biasa; dengan waktu tersingkat masih sempat sampai { $latest }.
calendar-too-late = Sudah terlambat untuk itu.
calendar-still-close-early = Konsultasi dapat ditutup lebih awal, dengan pemberitahuan 48 jam.
calendar-still-short-package = Keputusan dapat dimasukkan ke prosedur tanpa keberatan selama 24 jam, bukan 72.
calendar-still-urgency = Ketua dapat menyatakan keadaan mendesak: 24 jam, bukan 72.
calendar-still-cut-off = Batas akhir dapat ditetapkan: sejak itu yang diam ikut serta, dan yang diperselisihkan tanpa pandangan bersama.
calendar-still-defer = Tanggapan dapat dibiarkan terbuka, masing-masing dengan alasan.
calendar-still-note-late = Tanggapan yang masuk sekarang ditandai terlambat dan dicatat.
calendar-still-after-key-event = Prosedur tanpa keberatan hanya dapat berakhir setelah { $event } dimulai, atau naskah dapat ditujukan untuk acara lain.
