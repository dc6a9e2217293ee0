package web

// Whole is embedded in a list that is answered in one piece: its first page is its only one, and it has no
// facets. It fills the envelope that every list of the API has: items, total, page, size, facets.
type Whole[T any] struct {
	Items  []T                 `json:"items"`
	Total  int                 `json:"total"`
	Page   int                 `json:"page"`
	Size   int                 `json:"size"`
	Facets map[string][]Option `json:"facets"`
	Empty  Empty               `json:"-"` // shown where there are no items
}

// fill counts the items. An empty list is answered as one, not as null.
func (w *Whole[T]) fill() {
	if w.Items == nil {
		w.Items = []T{}
	}
	if w.Facets == nil {
		w.Facets = map[string][]Option{}
	}
	w.Total, w.Page, w.Size = len(w.Items), 1, len(w.Items)
}
