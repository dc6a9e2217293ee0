package search

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// The engine's own files are lists of numbers and strings, each with its length first, and a CRC-32C checksum at the end. A file
// is written once and never changed.

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errDamaged is a file whose checksum or structure is wrong.
var errDamaged = errors.New("damaged file")

// packer writes a file. After an error it writes nothing more and returns that error.
type packer struct {
	to   io.Writer
	some []byte
	err  error
}

// pack writes a file and syncs it to disk.
func pack(path string, fill func(*packer)) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	sum := crc32.New(castagnoli)
	buffered := bufio.NewWriterSize(f, 1<<16)
	p := &packer{to: io.MultiWriter(buffered, sum), some: make([]byte, 0, 1<<15)}
	fill(p)
	p.flush()
	if p.err != nil {
		return p.err
	}
	if err := binary.Write(buffered, binary.LittleEndian, sum.Sum32()); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return f.Sync()
}

func (p *packer) flush() {
	if p.err == nil {
		_, p.err = p.to.Write(p.some)
	}
	p.some = p.some[:0]
}

func (p *packer) room() {
	if len(p.some) > 1<<15-16 {
		p.flush()
	}
}

func (p *packer) length(n int) {
	p.room()
	p.some = binary.LittleEndian.AppendUint64(p.some, uint64(n))
}

func (p *packer) small(list []uint16) {
	p.length(len(list))
	for _, n := range list {
		p.room()
		p.some = binary.LittleEndian.AppendUint16(p.some, n)
	}
}

func (p *packer) middle(list []uint32) {
	p.length(len(list))
	for _, n := range list {
		p.room()
		p.some = binary.LittleEndian.AppendUint32(p.some, n)
	}
}

func (p *packer) large(list []int64) {
	p.length(len(list))
	for _, n := range list {
		p.room()
		p.some = binary.LittleEndian.AppendUint64(p.some, uint64(n))
	}
}

func (p *packer) strings(list []string) {
	sizes, total := make([]uint32, len(list)), 0
	for i, s := range list {
		sizes[i] = uint32(len(s))
		total += len(s)
	}
	p.middle(sizes)
	p.length(total)
	for _, s := range list {
		p.flush()
		p.some = append(p.some, s...)
	}
}

// unpacker reads a file. After an error it returns empty lists, and that error at the end.
type unpacker struct {
	rest []byte
	err  error
}

// unpack checks the checksum of a file and reads it as a whole. Unread bytes at the end are an error.
func unpack(path string, take func(*unpacker)) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if len(raw) < 4 || crc32.Checksum(raw[:len(raw)-4], castagnoli) != binary.LittleEndian.Uint32(raw[len(raw)-4:]) {
		return fmt.Errorf("%s: %w", path, errDamaged)
	}
	u := &unpacker{rest: raw[:len(raw)-4]}
	take(u)
	if u.err == nil && len(u.rest) > 0 {
		u.err = errDamaged
	}
	if u.err != nil {
		return fmt.Errorf("%s: %w", path, u.err)
	}
	return nil
}

// run returns the bytes of the next list and its number of elements; n is 0 after an error.
func (u *unpacker) run(size int) (raw []byte, n int) {
	if u.err != nil || len(u.rest) < 8 {
		u.err = errDamaged
		return nil, 0
	}
	count := binary.LittleEndian.Uint64(u.rest)
	u.rest = u.rest[8:]
	if count > uint64(len(u.rest)/size) {
		u.err = errDamaged
		return nil, 0
	}
	n = int(count)
	raw, u.rest = u.rest[:n*size], u.rest[n*size:]
	return raw, n
}

func (u *unpacker) small() []uint16 {
	raw, n := u.run(2)
	list := make([]uint16, n)
	for i := range list {
		list[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	return list
}

func (u *unpacker) middle() []uint32 {
	raw, n := u.run(4)
	list := make([]uint32, n)
	for i := range list {
		list[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	return list
}

func (u *unpacker) large() []int64 {
	raw, n := u.run(8)
	list := make([]int64, n)
	for i := range list {
		list[i] = int64(binary.LittleEndian.Uint64(raw[8*i:]))
	}
	return list
}

// The strings share one block of memory.
func (u *unpacker) strings() []string {
	sizes := u.middle()
	raw, _ := u.run(1)
	all := string(raw)
	list := make([]string, len(sizes))
	for i, n := range sizes {
		if int(n) > len(all) {
			u.err = errDamaged
			return nil
		}
		list[i], all = all[:n], all[n:]
	}
	return list
}
