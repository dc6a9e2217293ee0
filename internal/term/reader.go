// Package term says in plain words, and in the language of the reader, what notices say: the terms of a
// contract, its lots, requirements and criteria, its outcomes and its history. The words of the buyer
// stand below ours. There is no I/O here.
package term

import (
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/taxonomy"
)

// Reader is the person for whom a notice is put into words.
type Reader struct {
	*i18n.Words
	Taxonomy *taxonomy.Taxonomy
	Now      time.Time
}
