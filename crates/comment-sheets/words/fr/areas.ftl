# Régions M49 par code, voisinages, catégories de développement.

area-001 = Monde
area-002 = Afrique
area-005 = Amérique du Sud
area-009 = Océanie
area-011 = Afrique occidentale
area-013 = Amérique centrale
area-014 = Afrique orientale
area-015 = Afrique septentrionale
area-017 = Afrique centrale
area-018 = Afrique australe
area-019 = Amériques
area-021 = Amérique septentrionale
area-029 = Caraïbes
area-030 = Asie orientale
area-034 = Asie méridionale
area-035 = Asie du Sud-Est
area-039 = Europe méridionale
area-053 = Australie et Nouvelle-Zélande
area-054 = Mélanésie
area-057 = Micronésie
area-061 = Polynésie
area-142 = Asie
area-143 = Asie centrale
area-145 = Asie occidentale
area-150 = Europe
area-151 = Europe orientale
area-154 = Europe septentrionale
area-155 = Europe occidentale
area-202 = Afrique subsaharienne
area-419 = Amérique latine et Caraïbes

area-neighbourhood = voisinage du membre { $member }
area-sids = petits États insulaires en développement
area-ldc = pays les moins avancés
area-lldc = pays en développement sans littoral
