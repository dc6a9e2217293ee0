//go:build !unix

package embedded

import (
	"errors"
	"os"
)

// exclusive refuses: without a lock that ends with its process, two could
// write one folder.
func exclusive(*os.File) error { return errors.ErrUnsupported }
