# Regiones M49 por código, vecindades, categorías de desarrollo.

area-001 = Mundo
area-002 = África
area-005 = América del Sur
area-009 = Oceanía
area-011 = África Occidental
area-013 = América Central
area-014 = África Oriental
area-015 = África Septentrional
area-017 = África Central
area-018 = África Meridional
area-019 = América
area-021 = América Septentrional
area-029 = Caribe
area-030 = Asia Oriental
area-034 = Asia Meridional
area-035 = Asia Sudoriental
area-039 = Europa Meridional
area-053 = Australia y Nueva Zelandia
area-054 = Melanesia
area-057 = Micronesia
area-061 = Polinesia
area-142 = Asia
area-143 = Asia Central
area-145 = Asia Occidental
area-150 = Europa
area-151 = Europa Oriental
area-154 = Europa Septentrional
area-155 = Europa Occidental
area-202 = África Subsahariana
area-419 = América Latina y el Caribe

area-neighbourhood = la vecindad de { $member }
area-sids = los pequeños Estados insulares en desarrollo
area-ldc = los países menos adelantados
area-lldc = los países en desarrollo sin litoral
