package hsds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Text is a string; a number or a truth value of a careless file is read as one.
type Text string

// UnmarshalJSON takes any plain value; null is empty.
func (t *Text) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || bytes.Equal(raw, []byte("null")):
		*t = ""
	case raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
		*t = Text(strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")))
	case raw[0] == '{' || raw[0] == '[':
		return fmt.Errorf("hsds: a text is told as %.20s", raw)
	default:
		*t = Text(raw)
	}
	return nil
}

// Number is a number; a careless file may have it in quotes.
type Number float64

// UnmarshalJSON takes a number, also in quotes; null and the empty text are 0.
func (n *Number) UnmarshalJSON(raw []byte) error {
	s := strings.Trim(strings.TrimSpace(string(raw)), `"`)
	if s == "" || s == "null" {
		*n = 0
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("hsds: a number is told as %.20q", s)
	}
	*n = Number(f)
	return nil
}
