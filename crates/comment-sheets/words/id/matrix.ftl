disposition-accepted = Diterima
disposition-accepted-with-modification = Diterima dengan perubahan
disposition-not-accepted = Tidak diterima
disposition-noted = Dicatat
disposition-clarification-requested = Diminta klarifikasi
disposition-duplicate-of = Dijawab bersama tanggapan lain
disposition-out-of-scope = Di luar lingkup naskah
disposition-no-common-view = Tidak tercapai pandangan bersama

type-substantive = Substantif
type-technical = Teknis
type-editorial = Redaksional
type-translation = Terjemahan

position-supports = Mendukung
position-supports-with-amendments = Mendukung dengan usulan perubahan
position-has-a-reservation = Menyampaikan reservasi
position-does-not-support = Tidak mendukung
position-no-objection = Tidak berkeberatan
position-position-reserved = Posisi belum ditetapkan

action-add = Menambahkan
action-delete = Menghapus
action-replace = Mengganti
wording-quoted = “{ $text }”
