package report

import (
	"encoding/json"
	"strings"
)

// Words is a list of texts. In JSON it may also be a single text.
type Words []string

// UnmarshalJSON accepts a text or a list of texts.
func (w *Words) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*w = nil
		if one != "" {
			*w = Words{one}
		}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(w))
}

// plainly normalises a value, and translates names that laws or other systems use.
func plainly(value string) string {
	value = strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(value)))
	if known, is := otherNames()[value]; is {
		return known
	}
	return value
}

func otherNames() map[string]string {
	return map[string]string{
		"race": "ethnic", "racial": "ethnic", "racial_or_ethnic_origin": "ethnic", "ethnic_origin": "ethnic", "ethnicity": "ethnic", "racism": "ethnic",
		"origin": "ethnic", "migration": "ethnic",
		"colour": "skin", "color": "skin", "skin_colour": "skin", "skin_color": "skin", "belief": "religion", "religion_or_belief": "religion",
		"gender": "sex", "pregnancy": "family",
		"sexual_orientation": "orientation", "gender_expression": "gender_identity", "social_origin": "social", "political_opinion": "politics",
		"employment": "work", "job": "work", "business": "self_employment", "selfemployment": "self_employment", "public_procurement": "procurement",
		"tender": "procurement", "vocational_training": "training",
		"goods_and_services": "services", "goods": "services", "healthcare": "health", "public_administration": "administration", "justice": "police",
	}
}
