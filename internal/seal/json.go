package seal

import (
	"encoding/json"
	"fmt"
)

// BoxJSON closes a value as JSON; see Box.
func BoxJSON(secret []byte, context string, v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("value to seal: %w", err)
	}
	return Box(secret, context, raw)
}

// OpenJSON reads what BoxJSON closed into a value. An empty box leaves the value as it is. It returns
// ErrClosed as Open does.
func OpenJSON(secret []byte, context string, box []byte, into any) error {
	if len(box) == 0 {
		return nil
	}
	raw, err := Open(secret, context, box)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("sealed value: %w", err)
	}
	return nil
}
