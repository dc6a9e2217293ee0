package custody

import (
	"slices"

	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
)

// Secrets open the two halves of a report.
type Secrets struct {
	Shared   []byte // opens what the reporter may see as well
	Internal []byte // opens what the caseworkers alone may see
}

// NewSecrets makes random secrets for a new report.
func NewSecrets() Secrets { return Secrets{seal.NewSecret(), seal.NewSecret()} }

// Context binds what is sealed to its report and purpose: a box that is moved to another report does not
// open there.
func Context(report, what string) string { return "report " + report + " " + what }

func identityContext(report string) string { return Context(report, "identity") }

// KeySlots are the secrets of one report, wrapped for each holder who may open it. They are stored apart
// from the report and apart from its backups: once they are erased, no copy of the report opens. The id is
// the report's.
type KeySlots struct {
	record.Meta `bson:",inline"`
	Reporter    []byte `bson:"reporter,omitempty"` // the shared secret, for the key of the receipt
	Readers     []Slot `bson:"readers"`            // both secrets, for caseworkers
	Custodians  []Slot `bson:"keepers"`            // both secrets, for custodians: to let readers in, never to read
	Identity    []Slot `bson:"identity,omitempty"` // the identity's secret, for custodians and for whom they let see it
}

// Slot is what one holder opens.
type Slot struct {
	Account string `bson:"account"`
	Box     []byte `bson:"box"`
}

// Slots wraps the secrets of a report for the readers and custodians of a desk.
func (x Secrets) Slots(report string, d *Desk) (*KeySlots, error) {
	k := &KeySlots{Meta: record.Meta{ID: report}}
	var err error
	both := slices.Concat(x.Shared, x.Internal)
	if k.Readers, err = wrap(d.Readers, Context(report, "desk"), both); err != nil {
		return nil, err
	}
	k.Custodians, err = wrap(d.Custodians, Context(report, "desk"), both)
	return k, err
}

// SealIdentity wraps the secret of the reporter's identity for the custodians of a desk.
func (k *KeySlots) SealIdentity(secret []byte, d *Desk) (err error) {
	k.Identity, err = wrap(d.Custodians, identityContext(k.ID), secret)
	return err
}

// SealShared wraps the shared secret for the key that follows from the reporter's receipt.
func (k *KeySlots) SealShared(x Secrets, reporter seal.Public) (err error) {
	k.Reporter, err = seal.Wrap(reporter, Context(k.ID, "reporter"), x.Shared)
	return err
}

// OpenShared returns the shared secret with the key that follows from the receipt, or seal.ErrClosed.
func (k *KeySlots) OpenShared(key *seal.Private) ([]byte, error) {
	return key.Unwrap(Context(k.ID, "reporter"), k.Reporter)
}

// wrap closes a secret for each of these holders.
func wrap(all []*Holder, context string, secret []byte) ([]Slot, error) {
	var made []Slot
	for _, h := range all {
		box, err := seal.Wrap(h.Public, context, secret)
		if err != nil {
			return nil, err
		}
		made = append(made, Slot{h.ID, box})
	}
	return made, nil
}

// unwrap opens the slot of an account. Where there is none, or the key is not that of the slot, it returns
// seal.ErrClosed.
func unwrap(key *seal.Private, all []Slot, account, context string) ([]byte, error) {
	i := slices.IndexFunc(all, func(s Slot) bool { return s.Account == account })
	if i < 0 {
		return nil, seal.ErrClosed
	}
	return key.Unwrap(context, all[i].Box)
}

// secretsOf opens the slot of an account with its key, or returns seal.ErrClosed.
func secretsOf(key *seal.Private, all []Slot, account, report string) (Secrets, error) {
	both, err := unwrap(key, all, account, Context(report, "desk"))
	if err != nil || len(both) != 2*seal.SecretSize {
		return Secrets{}, seal.ErrClosed
	}
	return Secrets{both[:seal.SecretSize], both[seal.SecretSize:]}, nil
}
