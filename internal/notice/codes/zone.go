package codes

import (
	"strings"
	"time"
	_ "time/tzdata" // a server without the system's zone files must read deadlines all the same
)

// capitals are the IANA time zones of the countries that notices name, those of their
// capitals where a country has several.
var capitals = parseZones(`
Europe/Andorra AD|Europe/Tirane AL|Europe/Vienna AT|Europe/Mariehamn AX|Europe/Sarajevo BA|Europe/Brussels BE|Europe/Sofia BG|Europe/Minsk BY
Europe/Zurich CH|Asia/Nicosia CY|Europe/Prague CZ|Europe/Berlin DE|Europe/Copenhagen DK|Europe/Tallinn EE|Europe/Madrid ES|Europe/Helsinki FI
Atlantic/Faroe FO|Europe/Paris FR|Europe/London GB|Europe/Guernsey GG|Europe/Gibraltar GI|America/Nuuk GL|Europe/Athens GR|Europe/Zagreb HR
Europe/Budapest HU|Europe/Dublin IE|Europe/Isle_of_Man IM|Atlantic/Reykjavik IS|Europe/Rome IT|Europe/Jersey JE|Europe/Vaduz LI|Europe/Vilnius LT
Europe/Luxembourg LU|Europe/Riga LV|Europe/Monaco MC|Europe/Chisinau MD|Europe/Podgorica ME|Europe/Skopje MK|Europe/Malta MT|Europe/Amsterdam NL
Europe/Oslo NO|Europe/Warsaw PL|Europe/Lisbon PT|Europe/Bucharest RO|Europe/Belgrade RS XK|Europe/Moscow RU|Europe/Stockholm SE|Europe/Ljubljana SI
Europe/Bratislava SK|Europe/San_Marino SM|Europe/Istanbul TR|Europe/Kyiv UA|Europe/Vatican VA
America/Guadeloupe GP BL MF|America/Martinique MQ|America/Cayenne GF|Indian/Reunion RE|Indian/Mayotte YT|America/Miquelon PM|Pacific/Noumea NC
Pacific/Tahiti PF|Pacific/Wallis WF|America/Curacao CW|America/Aruba AW|America/Lower_Princes SX|America/Kralendijk BQ|Atlantic/Bermuda BM
America/Cayman KY|Atlantic/Stanley FK|Atlantic/St_Helena SH
Asia/Kabul AF|Asia/Dubai AE|Asia/Yerevan AM|Asia/Baku AZ|Asia/Dhaka BD|Asia/Bahrain BH|Asia/Brunei BN|Asia/Thimphu BT|Asia/Shanghai CN|Asia/Tbilisi GE
Asia/Hong_Kong HK|Asia/Jakarta ID|Asia/Jerusalem IL|Asia/Kolkata IN|Asia/Baghdad IQ|Asia/Tehran IR|Asia/Amman JO|Asia/Tokyo JP|Asia/Bishkek KG
Asia/Phnom_Penh KH|Asia/Pyongyang KP|Asia/Seoul KR|Asia/Kuwait KW|Asia/Almaty KZ|Asia/Vientiane LA|Asia/Beirut LB|Asia/Colombo LK|Asia/Yangon MM
Asia/Ulaanbaatar MN|Asia/Macau MO|Indian/Maldives MV|Asia/Kuala_Lumpur MY|Asia/Kathmandu NP|Asia/Muscat OM|Asia/Manila PH|Asia/Karachi PK
Asia/Gaza PS|Asia/Qatar QA|Asia/Riyadh SA|Asia/Singapore SG|Asia/Damascus SY|Asia/Bangkok TH|Asia/Dushanbe TJ|Asia/Dili TL|Asia/Ashgabat TM
Asia/Taipei TW|Asia/Tashkent UZ|Asia/Ho_Chi_Minh VN|Asia/Aden YE
Africa/Luanda AO|Africa/Ouagadougou BF|Africa/Bujumbura BI|Africa/Porto-Novo BJ|Africa/Gaborone BW|Africa/Kinshasa CD|Africa/Bangui CF
Africa/Brazzaville CG|Africa/Abidjan CI|Africa/Douala CM|Atlantic/Cape_Verde CV|Africa/Djibouti DJ|Africa/Algiers DZ|Africa/Cairo EG|Africa/Asmara ER
Africa/Addis_Ababa ET|Africa/Libreville GA|Africa/Accra GH|Africa/Banjul GM|Africa/Conakry GN|Africa/Malabo GQ|Africa/Bissau GW|Africa/Nairobi KE
Indian/Comoro KM|Africa/Monrovia LR|Africa/Maseru LS|Africa/Tripoli LY|Africa/Casablanca MA|Indian/Antananarivo MG|Africa/Bamako ML
Africa/Nouakchott MR|Indian/Mauritius MU|Africa/Blantyre MW|Africa/Maputo MZ|Africa/Windhoek NA|Africa/Niamey NE|Africa/Lagos NG|Africa/Kigali RW
Indian/Mahe SC|Africa/Khartoum SD|Africa/Freetown SL|Africa/Dakar SN|Africa/Mogadishu SO|Africa/Juba SS|Africa/Sao_Tome ST|Africa/Mbabane SZ
Africa/Ndjamena TD|Africa/Lome TG|Africa/Tunis TN|Africa/Dar_es_Salaam TZ|Africa/Kampala UG|Africa/Johannesburg ZA|Africa/Lusaka ZM|Africa/Harare ZW
America/Antigua AG|America/Anguilla AI|America/Argentina/Buenos_Aires AR|America/Barbados BB|America/La_Paz BO|America/Sao_Paulo BR|America/Nassau BS
America/Belize BZ|America/Toronto CA|America/Santiago CL|America/Bogota CO|America/Costa_Rica CR|America/Havana CU|America/Dominica DM
America/Santo_Domingo DO|America/Guayaquil EC|America/Grenada GD|America/Guatemala GT|America/Guyana GY|America/Tegucigalpa HN
America/Port-au-Prince HT|America/Jamaica JM|America/St_Kitts KN|America/St_Lucia LC|America/Montserrat MS|America/Mexico_City MX|America/Managua NI
America/Panama PA|America/Lima PE|America/Puerto_Rico PR|America/Asuncion PY|America/Paramaribo SR|America/El_Salvador SV|America/Grand_Turk TC
America/Port_of_Spain TT|America/New_York US|America/Montevideo UY|America/St_Vincent VC|America/Caracas VE|America/Tortola VG
Australia/Sydney AU|Pacific/Fiji FJ|Pacific/Tarawa KI|Pacific/Majuro MH|Pacific/Nauru NR|Pacific/Auckland NZ|Pacific/Port_Moresby PG
Pacific/Palau PW|Pacific/Guadalcanal SB|Pacific/Tongatapu TO|Pacific/Funafuti TV|Pacific/Efate VU|Pacific/Apia WS|Pacific/Pohnpei FM`)

// islands are the NUTS regions whose clocks differ from their capital's, by the beginning of
// the code.
var islands = map[string]string{
	"ES7": "Atlantic/Canary", "PT2": "Atlantic/Azores", "PT3": "Atlantic/Madeira",
	"FRY1": "America/Guadeloupe", "FRY2": "America/Martinique", "FRY3": "America/Cayenne", "FRY4": "Indian/Reunion", "FRY5": "Indian/Mayotte",
}

// Island is the name of a region whose clocks differ from its country's; "" for all others.
func Island(zone string) string {
	for _, island := range islands {
		if island == zone {
			_, name, _ := strings.Cut(zone, "/")
			return name
		}
	}
	return ""
}

func parseZones(table string) map[string]string {
	all := map[string]string{}
	for _, entry := range strings.FieldsFunc(table, func(r rune) bool { return r == '|' || r == '\n' }) {
		zone, countries, _ := strings.Cut(entry, " ")
		for _, country := range strings.Fields(countries) {
			all[country] = zone
		}
	}
	return all
}

// Zone returns the IANA time zone of a place: of its NUTS region where that has clocks of its
// own, else of its country's capital. The country is ISO 3166-1 alpha-2 and may be empty where
// the region names it. What is no known place gives "".
func Zone(country, nuts string) string {
	nuts = strings.ToUpper(strings.TrimSpace(nuts))
	for _, length := range []int{4, 3} {
		if len(nuts) >= length && islands[nuts[:length]] != "" {
			return islands[nuts[:length]]
		}
	}
	if country == "" && len(nuts) >= 2 {
		country = nuts[:2]
	}
	return capitals[Country(country)]
}

// Location is the location of an IANA zone, and UTC for "" and for a zone that does not exist.
func Location(zone string) *time.Location {
	if zone == "" {
		return time.UTC
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	return place
}
