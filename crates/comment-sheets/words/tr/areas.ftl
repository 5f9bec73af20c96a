# Kodlarına göre M49 bölgeleri, komşuluklar, gelişmişlik sınıfları.

area-001 = Dünya
area-002 = Afrika
area-005 = Güney Amerika
area-009 = Okyanusya
area-011 = Batı Afrika
area-013 = Orta Amerika
area-014 = Doğu Afrika
area-015 = Kuzey Afrika
area-017 = Orta Afrika
area-018 = Güney Afrika bölgesi
area-019 = Amerika
area-021 = Kuzey Amerika
area-029 = Karayipler
area-030 = Doğu Asya
area-034 = Güney Asya
area-035 = Güneydoğu Asya
area-039 = Güney Avrupa
area-053 = Avustralya ve Yeni Zelanda
area-054 = Melanezya
area-057 = Mikronezya
area-061 = Polinezya
area-142 = Asya
area-143 = Orta Asya
area-145 = Batı Asya
area-150 = Avrupa
area-151 = Doğu Avrupa
area-154 = Kuzey Avrupa
area-155 = Batı Avrupa
area-202 = Sahra Altı Afrika
area-419 = Latin Amerika ve Karayipler

area-neighbourhood = { $member } komşuluğu
area-sids = gelişmekte olan küçük ada devletleri
area-ldc = en az gelişmiş ülkeler
area-lldc = denize kıyısı olmayan gelişmekte olan ülkeler
