letter-title = Jawaban atas tanggapan { $state }
letter-proposal = Usulan
letter-reference = Rujukan
letter-published = Diterbitkan
letter-state-of-record = Keadaan catatan
letter-state-of-record-value = { $instant } UTC, posisi catatan { $position }
letter-thanks = Para anggota menyampaikan terima kasih kepada { $state } atas tanggapannya mengenai “{ $title }”. Setiap tanggapan telah dipertimbangkan bersama oleh semua anggota. Surat ini menyatakan, untuk setiap tanggapan, apa yang diputuskan para anggota beserta alasannya, dan tindak lanjutnya dalam naskah.
letter-count =
    { $count ->
       *[other] Surat ini menjawab { $count } tanggapan.
    }
letter-pending =
    { $count ->
       *[other] { $count } tanggapan { $state } belum mendapat jawaban yang diterbitkan dan dicantumkan pada bagian akhir.
    }
letter-pending-heading = Tanggapan yang belum mendapat jawaban terbit
letter-comment = Tanggapan { $number }, mengenai paragraf { $paragraph }
letter-comment-general = Tanggapan { $number }, umum
letter-your-comment = Tanggapan
letter-your-wording = Rumusan yang diusulkan
letter-your-explanation = Penjelasan
letter-disposition = Keputusan
letter-response = Jawaban
letter-agreed-wording = Rumusan yang diambil
letter-no-common-view = Para anggota tidak mencapai pandangan bersama mengenai tanggapan ini. Dalam hal ini naskah tidak berubah.
letter-together = Tanggapan ini dijawab bersama tanggapan lain.
letter-text-heading = Tindak lanjut dalam naskah
letter-before = Sebelumnya ({ $revision })
letter-after = Sekarang ({ $revision })
letter-unchanged = Paragraf ini tidak berubah.
letter-deleted = Paragraf ini tidak lagi menjadi bagian naskah ({ $revision }).
letter-not-yet-circulated = Sejak tanggapan ini belum ada revisi naskah yang diedarkan.
letter-your-answer = Pernyataan { $state }
letter-answer-satisfied = Menerima jawaban tersebut.
letter-answer-objects = Berkeberatan atas jawaban tersebut.
letter-suggestion = Saran
letter-how-heading = Cara menanggapi jawaban
letter-how = Narahubung { $state } dapat menyatakan untuk setiap tanggapan bahwa { $state } menerima jawaban tersebut, atau berkeberatan dengan menyertakan alasan dan saran (operasi “answer_disposition”, atau melalui operator daftar ini). Keberatan dicantumkan di samping keputusan dan dalam catatan. Keberatan tidak dengan sendirinya membuka kembali naskah.
letter-original-prevails = Tanggapan dan jawaban dimuat dalam bahasa penulisannya; naskah asli yang berlaku.
