package sheet

import (
	"bytes"
	"errors"
	"fmt"
)

// binding says what a prefix stands for within the element at depth.
type binding struct {
	prefix string
	known  bool
	depth  int
}

// push opens an element, resolving its prefix.
func (x *xmlScanner) push(name []byte) error {
	if len(x.open) == 0 && x.seenRoot {
		return errors.New("XML: second root element")
	}
	if len(x.open) >= maxDepth {
		return errors.New("XML: too deep")
	}
	x.seenRoot = true
	x.open = append(x.open, len(x.names))
	x.names = append(x.names, name...)
	for _, a := range x.attrs {
		prefix, isNamespace := bytes.CutPrefix(a.name, []byte("xmlns"))
		if isNamespace && (len(prefix) == 0 || prefix[0] == ':') {
			x.bind(bytes.TrimPrefix(prefix, []byte(":")), a.value)
		}
	}
	prefix, local := []byte(nil), name
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		prefix, local = name[:i], name[i+1:]
	}
	x.local, x.known = local, false
	for i := len(x.bindings) - 1; i >= 0; i-- {
		if b := &x.bindings[i]; b.prefix == string(prefix) {
			x.known = b.known
			return nil
		}
	}
	if len(prefix) > 0 {
		return fmt.Errorf("XML: prefix %.40q stands for nothing", prefix)
	}
	return nil
}

func (x *xmlScanner) bind(prefix, namespace []byte) {
	b := binding{prefix: string(prefix), depth: len(x.open)}
	for _, n := range x.namespaces {
		b.known = b.known || n == string(namespace)
	}
	x.bindings = append(x.bindings, b)
}

func (x *xmlScanner) pop() {
	for n := len(x.bindings); n > 0 && x.bindings[n-1].depth == len(x.open); n-- {
		x.bindings = x.bindings[:n-1]
	}
	last := len(x.open) - 1
	x.names = x.names[:x.open[last]]
	x.open = x.open[:last]
}
