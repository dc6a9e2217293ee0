package codes

import (
	"regexp"
	"strings"
)

var (
	uuid      = regexp.MustCompile(`(?i)^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d{1,3})?$`) // with its version or without
	inJournal = regexp.MustCompile(`(?i)^(\d{4})\s*/\s*S\s*\d{1,3}\s*[-–/]\s*0*(\d{1,8})$`)            // 2020/S 245-606782
	byNumber  = regexp.MustCompile(`^0*(\d{1,8})\s*[-–/]\s*((?:19|20)\d{2})$`)                         // 00606782-2020
)

// NoticeNumber brings the name of a notice into the one form in which two names of the same
// notice are equal. A UUID is in lower case and without the version that may stand behind it;
// a number of the Official Journal, also in its long form (2020/S 245-606782), is the number
// without zeros before it and the year (606782-2020). Any other name is trimmed.
func NoticeNumber(name string) string {
	name = strings.TrimSpace(name)
	if m := uuid.FindStringSubmatch(name); m != nil {
		return strings.ToLower(m[1])
	}
	if m := inJournal.FindStringSubmatch(name); m != nil {
		return m[2] + "-" + m[1]
	}
	if m := byNumber.FindStringSubmatch(name); m != nil {
		return m[1] + "-" + m[2]
	}
	return name
}
