"""A contract of our own for import-linter: named modules of each app are imported by that app alone."""

import grimp
from importlinter import Contract, ContractCheck, fields, output


class PrivateModulesContract(Contract):
    """Of each of `apps`, the `modules` it has may be imported only from the app itself and from `open_to`."""

    type_name = "private"

    apps = fields.ListField(subfield=fields.StringField())
    modules = fields.ListField(subfield=fields.StringField())
    open_to = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        broken = []
        for app in self.apps:
            for module in self.modules:
                private = f"{app}.{module}"
                if private not in graph.modules:
                    continue
                for part in {private, *graph.find_descendants(private)}:
                    for importer in graph.find_modules_that_directly_import(part):
                        if importer.split(".")[0] not in {app, *self.open_to}:
                            broken.append(f"{importer} imports {part}, which is private to {app}")
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)
