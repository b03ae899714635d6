output "parameter" {
  description = "What SECRETS_PARAMETER is: Parameter Store answers for Secrets Manager too."
  value       = local.in_ssm ? aws_ssm_parameter.this[0].name : "/aws/reference/secretsmanager/${aws_secretsmanager_secret.this[0].name}"
}

output "parameter_arn" {
  description = "ARN of the parameter in Parameter Store, null where the secret is elsewhere."
  value       = one(aws_ssm_parameter.this[*].arn)
}

output "secret_arn" {
  description = "ARN of the secret in Secrets Manager, null where it is elsewhere."
  value       = one(aws_secretsmanager_secret.this[*].arn)
}
