# Areas: M49 regions and sub-regions by code, neighbourhoods, development classes.

area-001 = World
area-002 = Africa
area-005 = South America
area-009 = Oceania
area-011 = Western Africa
area-013 = Central America
area-014 = Eastern Africa
area-015 = Northern Africa
area-017 = Middle Africa
area-018 = Southern Africa
area-019 = Americas
area-021 = Northern America
area-029 = Caribbean
area-030 = Eastern Asia
area-034 = Southern Asia
area-035 = South-eastern Asia
area-039 = Southern Europe
area-053 = Australia and New Zealand
area-054 = Melanesia
area-057 = Micronesia
area-061 = Polynesia
area-142 = Asia
area-143 = Central Asia
area-145 = Western Asia
area-150 = Europe
area-151 = Eastern Europe
area-154 = Northern Europe
area-155 = Western Europe
area-202 = Sub-Saharan Africa
area-419 = Latin America and the Caribbean

area-neighbourhood = the neighbourhood of { $member }
area-sids = the small island developing States
area-ldc = the least developed countries
area-lldc = the landlocked developing countries
