output "arn" {
  description = "ARN of the cluster."
  value       = aws_dsql_cluster.this.arn
}

output "endpoint" {
  description = "Host of the cluster."
  value       = "${aws_dsql_cluster.this.identifier}.dsql.${var.region}.on.aws"
}

output "url" {
  description = "What DATABASE_URL is: there is no password, the function signs in with its role."
  value       = "dsql://${aws_dsql_cluster.this.identifier}.dsql.${var.region}.on.aws/postgres"
}
