output "names" {
  description = "Name of each table, by its purpose."
  value       = { for purpose, table in aws_dynamodb_table.this : purpose => table.name }
}

output "arns" {
  description = "ARN of each table, by its purpose."
  value       = { for purpose, table in aws_dynamodb_table.this : purpose => table.arn }
}
