package tender

import (
	"crypto/sha256"
	"strings"
)

// idAlphabet is the one of record.NewID.
const idAlphabet = "23456789abcdefghjkmnpqrstwxyz"

// IDOf is the id of the tender of a contracting process: the same for every notice
// about it and on every import, so that importing twice finds the first.
func IDOf(ocid string) string {
	sum := sha256.Sum256([]byte(ocid))
	var id strings.Builder
	id.WriteString("tender-")
	for _, b := range sum[:12] {
		id.WriteByte(idAlphabet[int(b)%len(idAlphabet)])
	}
	return id.String()
}
