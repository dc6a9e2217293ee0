package gap

import "citiesgrow/web"

// Page is every requirement compared with the reader's firm, as a page shows it.
func Page(c *web.Ctx, held []Held) *web.Gap {
	g := &web.Gap{Items: []web.GapItem{}, Total: len(held)}
	for _, h := range held {
		item := web.GapItem{State: h.State, Kind: h.Requirement.Kind, Lot: h.Lot, Need: NeedText(c.Words, h.Requirement)}
		switch h.State {
		case "met":
			g.Met++
		case "lacking":
			g.Lacking++
		default:
			g.Unknown++
		}
		item.Have = HaveText(c.Words, h)
		switch {
		case h.State == "unknown" && h.Section != "":
			item.Help, item.Path = c.Words.T("gap.tell"), "/supplier/"+h.Section
		case h.State == "lacking" && h.Section != "":
			item.Help, item.Path = c.Words.T("gap.update"), "/supplier/"+h.Section
		}
		g.Items = append(g.Items, item)
	}
	return g
}
