package web

import "reflect"

// Whole is embedded in a list that is answered in one piece: its first page is its only one,
// and it has no facets. It fills the envelope that every list of the API has: items, total,
// page, size, facets.
type Whole struct {
	Total  int                 `json:"total"`
	Page   int                 `json:"page"`
	Size   int                 `json:"size"`
	Facets map[string][]Option `json:"facets"`
}

func (w *Whole) only(items int) {
	w.Total, w.Page, w.Size = items, 1, items
	if w.Facets == nil {
		w.Facets = map[string][]Option{}
	}
}

// fillEnvelope counts the items of a list that embeds Whole.
func fillEnvelope(out any) {
	w, whole := out.(interface{ only(int) })
	v := reflect.ValueOf(out)
	if !whole || v.Kind() != reflect.Pointer || v.IsNil() {
		return
	}
	if items := v.Elem().FieldByName("Items"); items.IsValid() && items.Kind() == reflect.Slice {
		w.only(items.Len())
		if items.IsNil() && items.CanSet() {
			items.Set(reflect.MakeSlice(items.Type(), 0, 0)) // an empty list, not null
		}
	}
}
