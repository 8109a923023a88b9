# Two commands to begin with: `make demo` and `make test`. Both install nothing
# but what Go downloads, and for the tests Debian's Chromium and LibreOffice Calc.

GO ?= go
FUZZTIME ?= 10s
PURE := ./internal/civil ./internal/grid ./internal/filing ./internal/rulebook ./internal/score ./internal/mart ./internal/explain ./internal/changes

# Real files of others' making, where they lie beside the repository.
CORPUS := $(abspath ../shared/data)
ifneq ($(wildcard $(CORPUS)),)
export TONGBAO_CORPUS ?= $(CORPUS)
endif

# DuckDB is linked in.
export CGO_ENABLED = 1

.DEFAULT_GOAL := build
.PHONY: build demo test check lint fmt bench fuzz generate screenshots browser office clean help

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

build: ## build bin/tongbao
	$(GO) build -o bin/tongbao ./cmd/tongbao

demo: build ## a fictional district, from messy filings to the reports
	@rm -rf build/demo
	bin/tongbao demo build/demo

test: browser office ## every test; says whether the corpus tests were run
	@status=0; $(GO) test -p 2 -timeout 20m ./... || status=$$?; \
	if [ -n "$$TONGBAO_CORPUS" ]; then \
		echo "corpus tests: run over $$TONGBAO_CORPUS"; \
	else \
		echo "corpus tests: NOT RUN, there is no ../shared/data and TONGBAO_CORPUS is not set"; \
	fi; exit $$status

check: ## the fast inner loop: format, vet, pure packages with the race detector, the house's rules
	@scripts/formatted
	$(GO) vet ./...
	$(GO) test -race -timeout 5m $(PURE)
	$(GO) test -timeout 5m ./internal/house ./sql

lint: ## format, vet, staticcheck, shell syntax
	@scripts/formatted
	@for f in .ci/run scripts/*; do bash -n "$$f" || exit 1; done
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

fmt: ## format the code
	gofmt -w cmd internal pipelines reports sql

bench: ## benchmarks
	$(GO) test -p 1 -run '^$$' -bench . -benchmem -timeout 30m ./...

fuzz: ## fuzz every target, FUZZTIME each
	@scripts/fuzz $(FUZZTIME)

generate: ## write the generated pages of docs/ anew
	$(GO) test ./internal/house -run TestGenerated -update

screenshots: demo browser ## take the pictures of docs/images anew
	@scripts/screenshots build/demo

browser:
	@scripts/browser

office:
	@scripts/office

clean: ## remove what was built
	rm -rf bin build
