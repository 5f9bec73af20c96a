# Kawasan M49 menurut kode, negara tetangga, kelompok pembangunan.

area-001 = Dunia
area-002 = Afrika
area-005 = Amerika Selatan
area-009 = Oseania
area-011 = Afrika Barat
area-013 = Amerika Tengah
area-014 = Afrika Timur
area-015 = Afrika Utara
area-017 = Afrika Tengah
area-018 = Afrika Bagian Selatan
area-019 = Amerika
area-021 = Amerika Utara
area-029 = Karibia
area-030 = Asia Timur
area-034 = Asia Selatan
area-035 = Asia Tenggara
area-039 = Eropa Selatan
area-053 = Australia dan Selandia Baru
area-054 = Melanesia
area-057 = Mikronesia
area-061 = Polinesia
area-142 = Asia
area-143 = Asia Tengah
area-145 = Asia Barat
area-150 = Eropa
area-151 = Eropa Timur
area-154 = Eropa Utara
area-155 = Eropa Barat
area-202 = Afrika Sub-Sahara
area-419 = Amerika Latin dan Karibia

area-neighbourhood = negara-negara tetangga { $member }
area-sids = negara berkembang kepulauan kecil
area-ldc = negara kurang berkembang
area-lldc = negara berkembang tanpa pesisir
