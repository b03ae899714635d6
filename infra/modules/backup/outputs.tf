output "vault_name" {
  description = "Where the backups are."
  value       = aws_backup_vault.this.name
}
