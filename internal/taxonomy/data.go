package taxonomy

import "embed"

// vocabulary holds our own wording; translators edit these files.
//
//go:embed data
var vocabulary embed.FS
